using ScoreSde.Noise;

namespace ScoreSde.Training;

/// <summary>The random numbers of a training run, by stream, step and row.</summary>
/// <param name="seed">The run's seed.</param>
internal readonly struct TrainingNoise(ulong seed)
{
    // Philox numbers samples by 56 bits; the streams take the topmost 8.
    private const int StreamShift = 48;

    public NoiseKey Key(long step) => new(seed, (uint)step, NoisePurpose.Training);

    /// <summary>The sample index under which a row's numbers of a stream are drawn.</summary>
    public static long Sample(TrainingStream stream, long row) => ((long)stream << StreamShift) + row;

    /// <summary>values = (add ? values : 0) + scale · z for consecutive rows.</summary>
    public void Normal(TrainingStream stream, long step, long firstRow, Span<float> values, int dimension, double scale, bool add) =>
        Normals.Write(values, dimension, Sample(stream, firstRow), scale, Key(step), add);

    /// <summary>A number in [0, 1), a multiple of 2⁻³².</summary>
    public double Uniform(TrainingStream stream, long step, long row) =>
        Key(step).Block(Sample(stream, row), 0).X0 * (1.0 / 4294967296.0);
}

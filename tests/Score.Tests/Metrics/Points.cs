using ScoreSde.Metrics;
using ScoreSde.Noise;

namespace ScoreSde.Tests.Metrics;

/// <summary>Points for tests, each a pure function of the seed.</summary>
internal static class Points
{
    public static Samples Normal(int count, int dimension, ulong seed, double shift = 0)
    {
        var values = new float[count * dimension];
        for (int row = 0; row < count; row++)
        {
            var stream = new RandomStream(new NoiseKey(seed, 0, NoisePurpose.Data), row);
            for (int j = 0; j < dimension; j++)
            {
                values[(row * dimension) + j] = (float)((j == 0 ? shift : 0) + stream.NextNormal());
            }
        }

        return new(values, dimension);
    }

    /// <summary>Multiples of 2⁻¹⁶ in [shift, shift + 1): the same bits on every processor.</summary>
    public static Samples Uniform(int count, int dimension, ulong seed, double shift = 0)
    {
        var values = new float[count * dimension];
        for (int row = 0; row < count; row++)
        {
            var stream = new RandomStream(new NoiseKey(seed, 1, NoisePurpose.Data), row);
            for (int j = 0; j < dimension; j++)
            {
                values[(row * dimension) + j] = (float)(shift + ((stream.NextUInt() >> 16) / 65536.0));
            }
        }

        return new(values, dimension);
    }

    public static Samples Of(int dimension, params float[] values) => new(values, dimension);

    public static Samples Map(Samples samples, Func<float, int, float> map) =>
        new(samples.Values.ToArray().Select((value, i) => map(value, i % samples.Dimension)).ToArray(), samples.Dimension);
}

using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Tests.Lanes;

namespace ScoreSde.Tests.Scores;

/// <summary>Samples alone in their tile, or among others with levels of their own, against the same samples among others of one level.</summary>
public sealed class OwnLevelsTests
{
    private static readonly VarianceExploding Exploding = new(new GeometricSchedule(0.01, 10));

    // The last has one variance by rounding at high noise and two at low noise.
    private static readonly GaussianMixture[] Laws =
    [
        GaussianMixture.Ring(),
        new([Gaussian.Isotropic([1, -2], 0.3), Gaussian.Isotropic([-0.5, 0.7], 2)], [1, 3]),
        MixtureCases.TwoDimensions,
        MixtureCases.OneDimension,
        new([Gaussian.Isotropic([1, -2], 1e-18), Gaussian.PointMass([0.5, 1])]),
    ];

    [Fact]
    public void A_sample_alone_has_the_bits_that_it_has_among_others_in_float() => Compare<float>();

    [Fact]
    public void A_sample_alone_has_the_bits_that_it_has_among_others_in_double() => Compare<double>();

    [Fact]
    public void Ever_new_levels_allocate_nothing()
    {
        var process = new VariancePreserving(new LinearSchedule());
        NoiseLevel[] levels = [.. Enumerable.Range(0, 200).Select(i => process.At(0.01 + (0.0045 * i)))];
        var space = new TileSpace<float>(1, 2);
        (Tile<float> x, Tile<float> epsilon) = (space.Allocate(), space.Allocate());
        x.Values.Fill(0.5f);
        IScoreFunction<Tile<float>> score = GaussianMixture.Ring().Score<float>();
        score.Evaluate(x, process.At(1), epsilon);
        long least = long.MaxValue;
        // A collection started by another thread may book bytes here that nobody asked for; an allocation of the work shows in every try.
        for (int part = 0; part < 4; part++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (NoiseLevel level in levels.AsSpan(50 * part, 50))
            {
                score.Evaluate(x, level, epsilon);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private static void Compare<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NoiseLevel[] levels = [.. MixtureCases.Levels, Exploding.At(1), Exploding.At(0), Exploding.At(0.5)];
        foreach (GaussianMixture law in Laws)
        {
            IScoreFunction<Tile<T>> score = law.Score<T>();
            var many = new TileSpace<T>(7, law.Dimension);
            var one = new TileSpace<T>(1, law.Dimension);
            (Tile<T> x, Tile<T> expected) = (many.Allocate(), many.Allocate());
            (Tile<T> alone, Tile<T> actual) = (one.Allocate(), one.Allocate());
            // Every level once as a neighbour of every other, in more rows than a vector has lanes.
            var mixed = new TileSpace<T>(7 * levels.Length, law.Dimension);
            (Tile<T> all, Tile<T> together) = (mixed.Allocate(), mixed.Allocate());
            var own = new NoiseLevel[all.Rows];
            var wanted = new T[all.Values.Length];
            for (int k = 0; k < levels.Length; k++)
            {
                law.Sample(x.Values, levels[k], seed: 5);
                score.Evaluate(x, levels[k], expected);
                for (int row = 0; row < x.Rows; row++)
                {
                    x.Row(row).CopyTo(alone.Values);
                    score.Evaluate(alone, levels[k], actual);
                    Bits.Same<T>(expected.Row(row).ToArray(), actual.Values.ToArray(), $"row {row} at {levels[k]}");
                    int place = (row * levels.Length) + k;
                    own[place] = levels[k];
                    x.Row(row).CopyTo(all.Row(place));
                    expected.Row(row).CopyTo(wanted.AsSpan(place * law.Dimension));
                }
            }

            for (int rows = all.Rows; rows > 0; rows = rows * 3 / 4)
            {
                mixed.MoveTo(0, rows);
                ((IRowwiseScore<T>)score).Evaluate(all, own.AsSpan(0, rows), new long[rows], together);
                Bits.Same<T>(wanted.AsSpan(0, rows * law.Dimension), together.Values.ToArray(), $"{rows} rows with levels of their own");
            }
        }
    }
}

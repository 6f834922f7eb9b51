using System.Numerics;
using ScoreSde.Lanes;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Scores.Kernels;
using ScoreSde.Tests.Lanes;

namespace ScoreSde.Tests.Scores;

/// <summary>The kernel for many components of one variance: its bits at every width, in every place and with levels of its own, its error against double.</summary>
public sealed class IsotropicKernelTests
{
    // A level at which nothing of the data is left.
    private static readonly NoiseLevel[] Levels = [.. MixtureCases.Levels, new NoiseLevel(1, Math.Log(1e-12), 1, Math.Log(1e-12))];

    public static TheoryData<int, int> Sizes => new() { { 3, 64 }, { 70, 5 }, { 65, 2 }, { 131, 7 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_row_has_the_same_bits_at_every_width_in_every_place_and_at_a_level_of_its_own(int components, int dimension)
    {
        Compare<float>(components, dimension);
        Compare<double>(components, dimension);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void It_agrees_with_the_score_in_double(int components, int dimension)
    {
        GaussianMixture law = Law(components, dimension);
        double[] wide = Points(dimension, 40);
        float[] x = Array.ConvertAll(wide, static value => (float)value);
        double[] exact = new double[dimension];
        foreach (NoiseLevel level in Levels)
        {
            double[] doubles = Run<double>(law, level, wide, LaneDispatch.Widest);
            float[] floats = Run<float>(law, level, x, LaneDispatch.Widest);
            double variance = law.At(level).Variances[0][0];
            for (int row = 0; row < 40; row++)
            {
                law.Score(wide.AsSpan(row * dimension, dimension), level, exact);

                // Exponents of size ‖x − μ‖²/2c are rounded, which the weights feel; so are the means.
                double square = wide.AsSpan(row * dimension, dimension).ToArray().Sum(static value => (Math.Abs(value) + 4) * (Math.Abs(value) + 4));
                double bound = level.Deviation / variance * (8 + (16 * square / variance));
                for (int j = 0; j < dimension; j++)
                {
                    Near.Absolute(-level.Deviation * exact[j], doubles[(row * dimension) + j], 1e-15 * bound * dimension);
                    Near.Absolute(-level.Deviation * exact[j], floats[(row * dimension) + j], 2e-7 * bound);
                }
            }
        }
    }

    [Fact]
    public void Mixtures_of_one_variance_with_many_components_or_coordinates_take_it()
    {
        Assert.True(IsotropicMixture<float>.Fits(Law(3, 3)));
        Assert.True(IsotropicMixture<float>.Fits(Law(65, 2)));
        Assert.False(IsotropicMixture<float>.Fits(Law(64, 2)));
        Assert.False(IsotropicMixture<float>.Fits(Law(1, 8)));
        Assert.False(IsotropicMixture<float>.Fits(MixtureCases.TwoDimensions));
    }

    private static void Compare<T>(int components, int dimension)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Rows = 37;
        GaussianMixture law = Law(components, dimension);
        T[] x = Array.ConvertAll(Points(dimension, Rows), T.CreateTruncating);
        var each = new NoiseLevel[Rows];
        var expected = new T[x.Length];
        for (int i = 0; i < Levels.Length; i++)
        {
            T[] all = Run<T>(law, Levels[i], x, LaneWidth.One);
            Assert.All(all, static value => Assert.True(T.IsFinite(value)));
            foreach (LaneWidth width in Widths.Vectors)
            {
                for (int first = 0; first < Rows; first += 11)
                {
                    Bits.Same<T>(all.AsSpan(first * dimension).ToArray(), Run<T>(law, Levels[i], x[(first * dimension)..], width), $"rows from {first} at {width}");
                }
            }

            for (int row = i; row < Rows; row += Levels.Length)
            {
                each[row] = Levels[i];
                all.AsSpan(row * dimension, dimension).CopyTo(expected.AsSpan(row * dimension));
            }
        }

        foreach (LaneWidth width in Widths.Vectors)
        {
            var own = new T[x.Length];
            var kernel = new IsotropicKernel<T>(new IsotropicMixture<T>(law), x, each, own);
            LaneDispatch.Run<T, IsotropicKernel<T>>(ref kernel, width);
            Bits.Same<T>(expected, own, $"levels of their own at {width}");
        }
    }

    private static T[] Run<T>(GaussianMixture law, NoiseLevel level, T[] x, LaneWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var epsilon = new T[x.Length];
        var kernel = new IsotropicKernel<T>(new IsotropicMixture<T>(law), x, [level], epsilon);
        LaneDispatch.Run<T, IsotropicKernel<T>>(ref kernel, width);
        return epsilon;
    }

    private static GaussianMixture Law(int components, int dimension)
    {
        var random = new Random(5);
        return new(
            [.. Enumerable.Range(0, components).Select(_ => Gaussian.Isotropic([.. Enumerable.Range(0, dimension).Select(_ => (random.NextDouble() - 0.5) * 8)], 0.3))],
            [.. Enumerable.Range(0, components).Select(_ => 0.01 + random.NextDouble())]);
    }

    private static double[] Points(int dimension, int rows)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, dimension * rows).Select(_ => (double)(float)((random.NextDouble() - 0.5) * 12))];
    }
}

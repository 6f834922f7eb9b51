using ScoreSde.Lanes;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Scores.Kernels;
using ScoreSde.Tests.Lanes;

namespace ScoreSde.Tests.Scores;

/// <summary>The kernel for plane mixtures of one variance: its bits at every width and place, its error against double.</summary>
public sealed class CommonVarianceKernelTests
{
    private static readonly GaussianMixture Unequal = new(
        [Gaussian.Isotropic([1, -2], 0.3), Gaussian.Isotropic([-0.5, 0.7], 0.3), Gaussian.Isotropic([4, 0], 0.3)], [1, 30, 0.02]);

    [Fact]
    public void A_row_has_the_same_bits_at_every_width_and_in_every_place()
    {
        float[] x = Points(67);
        foreach (NoiseLevel level in MixtureCases.Levels)
        {
            float[] expected = Run(Unequal, level, x, LaneWidth.One);
            foreach (LaneWidth width in Widths.Vectors)
            {
                for (int first = 0; first < 67; first += 5)
                {
                    Bits.Same<float>(expected.AsSpan(2 * first).ToArray(), Run(Unequal, level, x[(2 * first)..], width), $"rows from {first} at {width}");
                }
            }
        }
    }

    [Fact]
    public void It_agrees_with_the_score_in_double()
    {
        float[] x = Points(500);
        double[] exact = new double[2];
        foreach (GaussianMixture mixture in new[] { Unequal, GaussianMixture.Ring() })
        {
            foreach (NoiseLevel level in MixtureCases.Levels)
            {
                float[] epsilon = Run(mixture, level, x, LaneDispatch.Widest);
                double variance = mixture.At(level).Variances[0][0];
                for (int row = 0; row < 500; row++)
                {
                    mixture.Score([x[2 * row], x[(2 * row) + 1]], level, exact);

                    // Exponents of size |x − μ|²/2c are rounded to 24 bits, which the weights feel; so are the means.
                    double square = Math.Pow(Math.Abs(x[2 * row]) + 4, 2) + Math.Pow(Math.Abs(x[(2 * row) + 1]) + 4, 2);
                    double scale = level.Deviation / variance;
                    double bound = 2e-7 * scale * (4 + (8 * square / variance));
                    Near.Absolute(-level.Deviation * exact[0], epsilon[2 * row], bound);
                    Near.Absolute(-level.Deviation * exact[1], epsilon[(2 * row) + 1], bound);
                }
            }
        }
    }

    [Fact]
    public void Only_mixtures_of_one_variance_in_the_plane_in_float_take_it()
    {
        Assert.True(CommonVariance.Fits<float>(GaussianMixture.Ring()));
        Assert.False(CommonVariance.Fits<double>(GaussianMixture.Ring()));
        Assert.False(CommonVariance.Fits<float>(MixtureCases.TwoDimensions));
        Assert.False(CommonVariance.Fits<float>(GaussianMixture.Of(Gaussian.Isotropic([1, 2, 3], 1))));
        Assert.False(CommonVariance.Fits<float>(GaussianMixture.Ring(modes: CommonVarianceKernel.MostComponents + 1)));
        Assert.True(CommonVariance.Fits<float>(GaussianMixture.Ring(modes: CommonVarianceKernel.MostComponents)));
    }

    private static float[] Run(GaussianMixture mixture, NoiseLevel level, float[] x, LaneWidth width)
    {
        var epsilon = new float[x.Length];
        var parameters = new MixtureParameters<float>(mixture);
        var table = new CommonVariance(parameters, level, stackalloc float[CommonVariance.PerComponent * parameters.Components]);
        var kernel = new CommonVarianceKernel(table, x, epsilon);
        LaneDispatch.Run<float, CommonVarianceKernel>(ref kernel, width);
        return epsilon;
    }

    private static float[] Points(int rows)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, 2 * rows).Select(_ => (float)((random.NextDouble() - 0.5) * 12))];
    }
}

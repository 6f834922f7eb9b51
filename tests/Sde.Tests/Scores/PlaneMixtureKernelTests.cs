using System.Numerics;
using ScoreSde.Lanes;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Scores.Kernels;
using ScoreSde.Tests.Lanes;

namespace ScoreSde.Tests.Scores;

/// <summary>The kernel for the plane against the one for any dimension.</summary>
public sealed class PlaneMixtureKernelTests
{
    [Fact]
    public void The_kernel_for_the_plane_gives_the_bits_of_the_general_one_in_float() => Compare<float>();

    [Fact]
    public void The_kernel_for_the_plane_gives_the_bits_of_the_general_one_in_double() => Compare<double>();

    [Fact]
    public void Turned_components_and_other_dimensions_are_left_to_the_general_kernel()
    {
        NoiseLevel level = MixtureCases.Levels[0];
        Assert.False(PlaneMixtureKernel<float>.Fits(new MixtureTable<float>(MixtureCases.TwoDimensions.At(level), 2)));
        Assert.False(PlaneMixtureKernel<float>.Fits(new MixtureTable<float>(MixtureCases.OneDimension.At(level), 1)));
        Assert.True(PlaneMixtureKernel<float>.Fits(new MixtureTable<float>(GaussianMixture.Ring().At(level), 2)));
    }

    private static void Compare<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var mixture = new GaussianMixture(
            [Gaussian.Isotropic([1, -2], 0.3), Gaussian.Isotropic([-0.5, 0.7], 2), Gaussian.PointMass([3, 3])], [1, 3, 2]);
        var random = new Random(7);
        foreach (GaussianMixture law in new[] { mixture, GaussianMixture.Ring() })
        {
            foreach (NoiseLevel level in MixtureCases.Levels)
            {
                var table = new MixtureTable<T>(law.At(level), 2);
                for (int rows = 0; rows <= 40; rows++)
                {
                    T[] x = [.. Enumerable.Range(0, 2 * rows).Select(_ => T.CreateTruncating((random.NextDouble() - 0.5) * 12))];
                    var expected = new T[x.Length];
                    var general = new MixtureKernel<T>(table, x, expected);
                    LaneDispatch.Run<T, MixtureKernel<T>>(ref general, LaneWidth.One);
                    foreach (LaneWidth width in Widths.All)
                    {
                        var actual = new T[x.Length];
                        var plane = new PlaneMixtureKernel<T>(table, x, actual);
                        LaneDispatch.Run<T, PlaneMixtureKernel<T>>(ref plane, width);
                        Bits.Same<T>(expected, actual, $"{rows} rows at {width}");
                    }
                }
            }
        }
    }
}

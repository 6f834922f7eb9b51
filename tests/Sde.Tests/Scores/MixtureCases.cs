using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;

namespace ScoreSde.Tests.Scores;

/// <summary>Mixtures with full, flat and isotropic covariances, and levels to look at them.</summary>
internal static class MixtureCases
{
    public static GaussianMixture OneDimension { get; } = new(
        [Gaussian.Isotropic([-1], 0.04), Gaussian.Isotropic([0.8], 0.16)], [0.3, 0.7]);

    public static GaussianMixture TwoDimensions { get; } = new(
        [
            Gaussian.WithCovariance([1, -0.5], new[,] { { 0.5, 0.3 }, { 0.3, 0.4 } }),
            Gaussian.Isotropic([-1, 1], 0.2),
            Gaussian.WithCovariance([0, 2], new[,] { { 1.0, -1.0 }, { -1.0, 1.0 } }),
        ],
        [1, 2, 1]);

    public static IReadOnlyList<NoiseLevel> Levels { get; } =
    [
        new VariancePreserving(new LinearSchedule()).At(0.05),
        new VariancePreserving(new LinearSchedule()).At(0.4),
        new SubVariancePreserving(new LinearSchedule()).At(0.3),
        new VarianceExploding(new GeometricSchedule(0.01, 10)).At(0.7),
        new VariancePreserving(new LinearSchedule()).At(1),
    ];
}

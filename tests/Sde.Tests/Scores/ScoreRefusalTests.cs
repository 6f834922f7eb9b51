using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;

namespace ScoreSde.Tests.Scores;

/// <summary>What data laws say when they refuse, and where their margins lie.</summary>
public sealed class ScoreRefusalTests
{
    private static readonly Gaussian One = Gaussian.Isotropic([0], 1);

    [Fact]
    public void Mixtures_are_refused_by_the_argument_that_is_wrong()
    {
        Refused.By("components", "all of one dimension", static () => new GaussianMixture([]));
        Refused.By("components", "all of one dimension", static () => new GaussianMixture([One, Gaussian.Isotropic([0, 0], 1)]));
        Refused.By("weights", "1 components need as many weights, not 2", static () => new GaussianMixture([One], [0.5, 0.5]));
        Refused.By("weights", "The sum of the weights is no number", static () => new GaussianMixture([One, One], [1e308, 1e308]));
        Refused.By("weights", "finite and greater than 0", static () => new GaussianMixture([One], [0]));
        Refused.By("modes", "", static () => GaussianMixture.Ring(0));
        Refused.By("radius", "finite and greater than 0", static () => GaussianMixture.Ring(radius: 0));
        Refused.By("deviation", "finite and not negative", static () => GaussianMixture.Ring(deviation: -1));
    }

    [Fact]
    public void Gaussians_are_refused_by_the_argument_that_is_wrong()
    {
        Refused.By("mean", "must be finite", static () => Gaussian.Isotropic([0, double.NaN], 1));
        Refused.By("mean", "must be finite", static () => Gaussian.WithCovariance([double.PositiveInfinity], new[,] { { 1.0 } }));
        Refused.By("mean.Length", "", static () => Gaussian.PointMass([]));
        Refused.By("mean.Length", "", static () => Gaussian.WithCovariance([], new double[0, 0]));
        Refused.By("variance", "finite and not negative", static () => Gaussian.Isotropic([0], -1));
        Refused.By("covariance", "must be 2 × 2, as the mean has 2 numbers", static () => Gaussian.WithCovariance([0, 0], new double[2, 1]));
        Refused.By("covariance", "must be 2 × 2, as the mean has 2 numbers", static () => Gaussian.WithCovariance([0, 0], new double[1, 2]));
        Refused.By("covariance", "finite and symmetric", static () => Gaussian.WithCovariance([0, 0], new[,] { { 1.0, 0.5 }, { 0.4, 1.0 } }));
        Refused.By(
            "covariance", "finite and symmetric", static () => Gaussian.WithCovariance([0], new[,] { { double.PositiveInfinity } }));
        Refused.By("covariance", "negative eigenvalue -1", static () => Gaussian.WithCovariance([0, 0], new[,] { { 1.0, 0 }, { 0, -1.0 } }));
    }

    [Fact]
    public void A_covariance_may_be_singular_and_may_carry_roundings()
    {
        Gaussian singular = Gaussian.WithCovariance([0, 0], new[,] { { 1.0, 1.0 }, { 1.0, 1.0 } });
        Assert.All(singular.Eigenvalues, static value => Assert.True(value >= 0));
        Assert.Equal(2, singular.Eigenvalues.Sum(), 14);
        Assert.Equal([0.0], Gaussian.WithCovariance([1], new double[1, 1]).Eigenvalues);
        // Symmetric and not negative to within roundings of the largest entry, whatever its size.
        foreach (double size in new[] { 1e-20, 1, 1e20 })
        {
            Gaussian.WithCovariance([0, 0], new[,] { { size, 1e-13 * size }, { 0, size } });
            Refused.By("covariance", "symmetric", () => Gaussian.WithCovariance([0, 0], new[,] { { size, 1e-11 * size }, { 0, size } }));
            Assert.Equal(0, Gaussian.WithCovariance([0, 0], new[,] { { size, 0 }, { 0, -1e-13 * size } }).Eigenvalues.Min());
            Refused.By(
                "covariance", "negative eigenvalue", () => Gaussian.WithCovariance([0, 0], new[,] { { size, 0 }, { 0, -1e-11 * size } }));
        }
    }

    [Fact]
    public void Unknown_predictions_and_data_that_does_not_fit_are_refused_by_name()
    {
        NoiseLevel level = new VariancePreserving(new LinearSchedule()).At(0.5);
        Refused.By("target", "Unknown parametrisation", () => Conversion.FromNoise((Parametrisation)9, level));
        Refused.By("source", "Unknown parametrisation", () => Conversion.ToNoise((Parametrisation)9, level));
        Refused.By(
            "data",
            "positive number of samples of dimension 2",
            static () => new EstimatedNoiseMoment<double>(GaussianMixture.Ring().Score<double>(), new double[3], 1));
    }
}

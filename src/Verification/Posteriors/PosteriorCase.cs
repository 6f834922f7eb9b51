using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Scores;

namespace ScoreSde.Verification.Posteriors;

/// <summary>An inverse problem whose posterior is known.</summary>
/// <param name="Name">For tables.</param>
/// <param name="Prior">The law of the data.</param>
/// <param name="Measurement">What was measured.</param>
public sealed record PosteriorCase(string Name, GaussianMixture Prior, Measurement Measurement)
{
    /// <summary>The cases of the benchmark: a Gaussian measured with large and with small error, and a mixture.</summary>
    public static IReadOnlyList<PosteriorCase> All { get; } =
    [
        Chain(0.5),
        Chain(0.1),
        new(
            "mixture of 3 in the plane, y = x₁ + x₂ + n, σ_y = 0.3",
            new GaussianMixture(
                [Gaussian.Isotropic([1.5, 0], 0.09), Gaussian.Isotropic([0, 1.2], 0.16), Gaussian.Isotropic([-1.5, -1], 0.25)], [1, 1, 1]),
            new Measurement(new DenseOperator(new[,] { { 1.0, 1.0 } }), [1.3], 0.3)),
    ];

    /// <summary>The exact posterior.</summary>
    public GaussianMixture Posterior => ExactPosterior.Of(Prior, Measurement);

    // Four neighbours with correlation 0.8^distance; the two in the middle are missing.
    private static PosteriorCase Chain(double deviation)
    {
        const int Length = 4;
        var covariance = new double[Length, Length];
        for (int i = 0; i < Length; i++)
        {
            for (int j = 0; j < Length; j++)
            {
                covariance[i, j] = Math.Pow(0.8, Math.Abs(i - j));
            }
        }

        return new(
            $"Gaussian, 4 numbers of correlation 0.8^|i−j|, the middle two missing, σ_y = {deviation}",
            GaussianMixture.Of(Gaussian.WithCovariance(new double[Length], covariance)),
            new Measurement(new Mask([true, false, false, true]), [1.2, -0.5], deviation));
    }
}

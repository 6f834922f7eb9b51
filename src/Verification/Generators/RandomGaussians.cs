using FsCheck;
using FsCheck.Fluent;
using ScoreSde.Scores;

namespace ScoreSde.Verification.Generators;

/// <summary>Gaussians and mixtures with full covariances L Lᵀ + 0.05 I. Mixtures shrink by losing components.</summary>
public static class RandomGaussians
{
    /// <summary>Gaussians of a dimension, means within 2 of the origin.</summary>
    public static Gen<Gaussian> OfDimension(int dimension) =>
        from mean in Gen.ArrayOf(Reals.Between(-2, 2).Generator, dimension)
        from root in Gen.ArrayOf(Reals.Between(-1, 1).Generator, dimension * dimension)
        select Gaussian.WithCovariance(mean, Covariance(root, dimension));

    /// <summary>Mixtures of one to four such Gaussians.</summary>
    public static Arbitrary<GaussianMixture> Mixtures(int dimension) => Arb.From(
        from count in Gen.Choose(1, 4)
        from components in Gen.ArrayOf(OfDimension(dimension), count)
        from weights in Gen.ArrayOf(Reals.LogBetween(0.1, 1).Generator, count)
        select new GaussianMixture(components, weights),
        Fewer);

    private static IEnumerable<GaussianMixture> Fewer(GaussianMixture mixture)
    {
        for (int i = 0; i < mixture.Components.Count && mixture.Components.Count > 1; i++)
        {
            yield return new GaussianMixture(
                [.. mixture.Components.Where((_, k) => k != i)], [.. mixture.Weights.Where((_, k) => k != i)]);
        }
    }

    private static double[,] Covariance(double[] root, int d)
    {
        var covariance = new double[d, d];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = i == j ? 0.05 : 0;
                for (int k = 0; k <= j; k++)
                {
                    sum += root[(i * d) + k] * root[(j * d) + k];
                }

                (covariance[i, j], covariance[j, i]) = (sum, sum);
            }
        }

        return covariance;
    }
}

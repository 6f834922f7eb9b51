using MathNet.Numerics.LinearAlgebra;

namespace ScoreSde.Metrics;

/// <summary>A fitted Gaussian as a Fréchet distance takes it: its mean, the diagonal of its covariance, and R with C = RᵀR.</summary>
internal sealed class GaussianSide
{
    private readonly double[] mean;
    private readonly double[] variances;
    private readonly IReadOnlyList<double[]> factor;

    public GaussianSide(GaussianFit fit)
    {
        mean = fit.Mean;
        variances = [.. Enumerable.Range(0, mean.Length).Select(j => fit.Covariance[j, j])];
        factor = PivotedCholesky.Factor(fit.Covariance);
    }

    /// <summary>The squared distance |m₁ − m₂|² + tr C₁ + tr C₂ − 2 Σ singular values of R₁R₂ᵀ.</summary>
    public static double Squared(GaussianSide first, GaussianSide second)
    {
        double sum = 0;
        for (int j = 0; j < first.mean.Length; j++)
        {
            double shift = first.mean[j] - second.mean[j];
            sum += (shift * shift) + first.variances[j] + second.variances[j];
        }

        return Math.Max(0, sum - (2 * SumOfSingularValues(first.factor, second.factor)));
    }

    // R₁R₂ᵀ column by column: with R₁ᵀ's rows at hand, each is a sum of them.
    private static double SumOfSingularValues(IReadOnlyList<double[]> first, IReadOnlyList<double[]> second)
    {
        if (first.Count == 0 || second.Count == 0)
        {
            return 0;
        }

        int d = first[0].Length;
        var transposed = new double[d][];
        for (int k = 0; k < d; k++)
        {
            transposed[k] = [.. first.Select(row => row[k])];
        }

        Matrix<double> product = Matrix<double>.Build.Dense(first.Count, second.Count);
        var column = new double[first.Count];
        for (int j = 0; j < second.Count; j++)
        {
            Array.Clear(column);
            for (int k = 0; k < d; k++)
            {
                ScaledAddition.Add(column, second[j][k], transposed[k]);
            }

            product.SetColumn(j, column);
        }

        return product.Svd(computeVectors: false).S.Sum();
    }
}

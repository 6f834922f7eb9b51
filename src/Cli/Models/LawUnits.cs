using ScoreSde.Data;
using ScoreSde.Scores;

namespace ScoreSde.Cli.Models;

/// <summary>A law in other units.</summary>
internal static class LawUnits
{
    /// <summary>A law in the units of a network, in those of its data.</summary>
    public static GaussianMixture ToNatural(GaussianMixture law, DataScaling units) => Moved(law, units.Scale, units.Shift);

    /// <summary>A law in the units of data, in those of a network.</summary>
    public static GaussianMixture ToNetwork(GaussianMixture law, DataScaling units) => Moved(law, 1 / units.Scale, -units.Shift / units.Scale);

    // x becomes scale · x + shift.
    private static GaussianMixture Moved(GaussianMixture law, double scale, double shift) =>
        new([.. law.Components.Select(component => Moved(component, scale, shift))], law.Weights);

    private static Gaussian Moved(Gaussian component, double scale, double shift)
    {
        double[] mean = [.. component.Mean.Select(value => (value * scale) + shift)];
        double[] variances = [.. component.Eigenvalues.Select(value => value * scale * scale)];
        if (component.Eigenvectors is not { } q)
        {
            return Gaussian.AlongAxes(mean, variances);
        }

        int d = mean.Length;
        var covariance = new double[d, d];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                covariance[i, j] = Enumerable.Range(0, d).Sum(k => q[i + (d * k)] * variances[k] * q[j + (d * k)]);
                covariance[j, i] = covariance[i, j];
            }
        }

        return Gaussian.WithCovariance(mean, covariance);
    }
}

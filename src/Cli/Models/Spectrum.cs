using ScoreSde.Data;
using ScoreSde.Scores;

namespace ScoreSde.Cli.Models;

/// <summary>The variances over which a model's data is spread, in the units in which the model is sampled.</summary>
internal static class Spectrum
{
    /// <summary>Variances between two that are given.</summary>
    public const int Points = 33;

    /// <summary>The most rows of data that are looked at.</summary>
    public const int MostRows = 5000;

    /// <summary>Variances from low to high in equal factors.</summary>
    public static double[] Between(double low, double high) => low == high
        ? [low]
        : [.. Enumerable.Range(0, Points).Select(i => low * Math.Pow(high / low, (double)i / (Points - 1)))];

    /// <summary>
    /// Of a model with an exact score: between the least variance of a component and the greatest of the whole. Of a network: the
    /// eigenvalues of its data's covariance, those of constant coordinates left out.
    /// </summary>
    public static double[] Of(Model model)
    {
        DataSet data = model.Reference.Rows(MostRows, seed: 0);
        var values = new double[data.Values.Length];
        model.ToNetwork<double>(data.Values, values);
        double[] whole = Eigenvalues(values, data.Dimension);
        return model is MixtureModel { Law: var law }
            ? Between(law.Components.Min(static component => component.Eigenvalues.Min()), whole.Max())
            : [.. whole.Where(value => value > 1e-6 * whole.Max())];
    }

    private static double[] Eigenvalues(double[] values, int dimension)
    {
        int rows = values.Length / dimension;
        double[] mean = [.. Enumerable.Range(0, dimension).Select(i => Enumerable.Range(0, rows).Average(row => values[(row * dimension) + i]))];
        var covariance = new double[dimension, dimension];
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < dimension; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    covariance[i, j] += (values[(row * dimension) + i] - mean[i]) * (values[(row * dimension) + j] - mean[j]) / rows;
                }
            }
        }

        for (int i = 0; i < dimension; i++)
        {
            for (int j = 0; j < i; j++)
            {
                covariance[j, i] = covariance[i, j];
            }
        }

        return Gaussian.WithCovariance(mean, covariance).Eigenvalues;
    }
}

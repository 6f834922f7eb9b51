using ScoreSde.Cli.Models;
using ScoreSde.Cli.Reports;
using ScoreSde.Data;
using ScoreSde.Inverse;
using ScoreSde.Sampling;

namespace ScoreSde.Cli.Restoring;

/// <summary>
/// When samples are of no use: farther from the truth than 5 deviations of the data; or off the measurement by more than 10 σ_y and more than data
/// that know nothing of it, both root mean squares.
/// </summary>
internal static class Divergence
{
    private const double MostDeviations = 5;
    private const double MostErrors = 10;
    private const int BlindRows = 256;

    /// <summary>Ends the run where the samples are of no use.</summary>
    /// <param name="settings">The run.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="dataDeviation">The data's deviation, in the data's units.</param>
    /// <exception cref="DivergedRestorationException">They are of no use.</exception>
    public static void ThrowIf(RestoreSettings settings, Restoration result, double dataDeviation)
    {
        double far = result.SampleError / dataDeviation;
        if (!(far <= MostDeviations))
        {
            throw new DivergedRestorationException(
                settings.Method.Name, $"its samples are {Quantity.Number(far)} deviations of the data from the truth, more than {MostDeviations}");
        }

        if (result.Residual > MostErrors * settings.Noise && result.Residual > Blind(settings.Model, result.Measurement))
        {
            throw new DivergedRestorationException(
                settings.Method.Name, $"its samples miss the measurement by {Quantity.Number(result.Residual)}, more than {MostErrors} σ_y and more than data drawn blindly");
        }
    }

    /// <summary>The same end for a run that gave values that are not finite.</summary>
    public static DivergedRestorationException Of(RestoreSettings settings, NonFiniteSampleException failure) =>
        new(settings.Method.Name, failure.Message.TrimEnd('.'));

    private static double Blind(Model model, Measurement measurement)
    {
        DataSet data = model.Reference.Rows(BlindRows, seed: 0);
        var row = new double[data.Dimension];
        var residual = new double[measurement.Operator.Outputs];
        double squares = 0;
        for (int i = 0; i < data.Count; i++)
        {
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = data[i][j];
            }

            measurement.Residual(row, residual);
            squares += residual.Sum(static value => value * value);
        }

        return Math.Sqrt(squares / data.Count / residual.Length);
    }
}

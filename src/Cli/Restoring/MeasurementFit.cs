using ScoreSde.Cli.Tables;
using ScoreSde.Data;
using ScoreSde.Inverse;

namespace ScoreSde.Cli.Restoring;

/// <summary>
/// How the samples' residual, the root mean square of y − A x, stands to what samples of the posterior can have: σ_y times <see cref="ResidualLaw.Most"/>, or a
/// thousandth of what data that know nothing of the measurement have, which is left to the steps' own error where σ_y is next to nothing.
/// </summary>
/// <param name="Residual">That of the samples.</param>
/// <param name="Error">σ_y.</param>
/// <param name="Bound">The most that samples of the posterior have.</param>
/// <param name="Blind">That of data drawn blindly.</param>
internal sealed record MeasurementFit(double Residual, double Error, double Bound, double Blind)
{
    private const double StepsOwn = 1e-3;
    private const double Lost = 3;

    /// <summary>Whether they miss it by more than the law allows: the method is biased, or the model holds no such data.</summary>
    public bool IsMissed => !(Residual <= Bound);

    /// <summary>Whether they miss it by so much, three times the bound, that they are no samples given this measurement.</summary>
    public bool IsLost => !(Residual <= Lost * Bound);

    /// <summary>The fit of a run's samples, all in the data's units.</summary>
    public static MeasurementFit Of(RestoreSettings settings, Restoration result, DataSet blind)
    {
        double without = BlindResidual(blind, result.Measurement);
        double most = settings.Noise * ResidualLaw.Most(settings.Operator.Outputs);
        return new MeasurementFit(result.Residual, settings.Noise, Math.Max(most, StepsOwn * without), without);
    }

    /// <summary>What a person is told.</summary>
    /// <param name="method">Whose samples they are.</param>
    public string Sentence(string method) =>
        $"{method} misses the measurement by {Quantity.Number(Residual)}{(Error > 0 ? $" ({Quantity.Number(Residual / Error)} σ_y)" : "")}, where samples of the posterior stay " +
        $"within {Quantity.Number(Bound)}{(Error > 0 ? $" ({Quantity.Number(Bound / Error)} σ_y)" : "")} all but once in a million times and blind ones are off by {Quantity.Number(Blind)}.";

    private static double BlindResidual(DataSet data, Measurement measurement)
    {
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

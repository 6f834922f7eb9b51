using ScoreSde.Cli.Tables;
using ScoreSde.Inverse;

namespace ScoreSde.Cli.Restoring;

/// <summary>The figures of a restoration as a table.</summary>
internal static class RestoreTable
{
    /// <summary>The table.</summary>
    public static ReportTable Of(RestoreSettings settings, Restoration result, MeasurementFit fit)
    {
        var rows = new List<IReadOnlyList<string>>
        {
            new[] { "error of the mean", Quantity.Number(result.MeanError) },
            new[] { "error of a sample", Quantity.Number(result.SampleError) },
            new[] { "deviation of samples", Quantity.Number(result.Spread) },
            new[] { "residual |y − A x|", Quantity.Number(result.Residual) },
        };
        if (settings.Noise > 0)
        {
            rows.Add(["residual / σ_y", Quantity.Number(result.Residual / settings.Noise)]);
        }

        rows.AddRange(result.Evidence?.Rows() ?? []);
        return new ReportTable(
            $"{settings.Model.Name}, {settings.Task}: {settings.Operator.Outputs} of {settings.Operator.Inputs} numbers, " +
            $"σ_y = {Quantity.Number(settings.Noise)}, {settings.Method.Name}, {settings.Count} samples",
            [new("root mean square"), new("value", true)],
            rows)
        {
            Notes = [.. Notes(settings, fit), .. result.Evidence is null ? Array.Empty<string>() : [Evidence.Note]],
        };
    }

    private static string[] Notes(RestoreSettings settings, MeasurementFit fit)
    {
        string units = $"In {(settings.Model.Columns is null ? "the data's units" : "deviations of the data's columns")}, over all numbers of a sample; errors are distances to the true sample.";
        int outputs = settings.Operator.Outputs;
        return settings.Noise > 0
            ? [
                units,
                $"Samples of the posterior have a residual of [{Quantity.Number(ResidualLaw.Least(outputs))}, {Quantity.Number(ResidualLaw.Most(outputs))}] σ_y all but " +
                $"twice in a million times, data drawn blindly one of {Quantity.Number(fit.Blind / settings.Noise)} σ_y.",
            ]
            : [units, $"The residual of data drawn blindly is {Quantity.Number(fit.Blind)}."];
    }
}

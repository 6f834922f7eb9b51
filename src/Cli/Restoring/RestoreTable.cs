using ScoreSde.Cli.Output;
using ScoreSde.Cli.Reports;

namespace ScoreSde.Cli.Restoring;

/// <summary>The figures of a restoration as a table.</summary>
internal static class RestoreTable
{
    /// <summary>Writes it to the result writer.</summary>
    public static void Write(RestoreSettings settings, Restoration result, Terminal terminal)
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

        TableWriter.Write(
            new ReportTable(
                $"{settings.Model.Name}, {settings.Task}: {settings.Operator.Outputs} of {settings.Operator.Inputs} numbers, " +
                $"σ_y = {Quantity.Number(settings.Noise)}, {settings.Method.Name}, {settings.Count} samples",
                [new("root mean square"), new("value", true)],
                rows)
            {
                Notes = [$"In {(settings.Model.Columns is null ? "the data's units" : "deviations of the data's columns")}, over all numbers of a sample; errors are distances to the true sample."],
            },
            terminal);
    }
}

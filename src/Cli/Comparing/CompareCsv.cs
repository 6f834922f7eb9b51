using System.Globalization;
using ScoreSde.Cli.Tables;
using ScoreSde.Comparison.Reports;
using ScoreSde.Metrics;

namespace ScoreSde.Cli.Comparing;

/// <summary>Comparisons as comma-separated values: a row for each run, one for each floor; empty where a measure does not apply.</summary>
internal static class CompareCsv
{
    private static readonly string[] Heads =
        ["model", "process", "schedule", "grid", "dtype", "seed", "samples", "solver", "budget", "steps", "nfe", "seconds", "samplesPerSecond"];

    /// <summary>Writes it.</summary>
    public static void Write(Stream stream, ComparisonReport report)
    {
        string[] metrics = [.. report.Problems.SelectMany(static problem => problem.Measures).Select(measure => measure.Name).Distinct()];
        using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        text.WriteLine(string.Join(',', [.. Heads, .. metrics, .. metrics.Select(metric => $"{metric}StandardError")]));
        foreach (ProblemReport problem in report.Problems)
        {
            foreach (ComparisonRow row in problem.Rows)
            {
                string[] run = [$"{row.Budget}", Text(row.Steps), Text(row.Evaluations), Text(row.Seconds), Text(row.SamplesPerSecond)];
                text.WriteLine(Line(problem, row.Grid ?? string.Join(',', problem.Grids), row.Solver, run, metrics, row.Metrics));
            }

            text.WriteLine(Line(problem, string.Join(',', problem.Grids), "floor", ["", "", "", "", ""], metrics, problem.Floor));
        }
    }

    private static string Line(
        ProblemReport report, string grid, string solver, string[] run, string[] metrics, IReadOnlyDictionary<string, MetricValue> values) =>
        string.Join(
            ',',
            [
                CsvCell.Of(report.Model), CsvCell.Of(report.Process), CsvCell.Of(report.Schedule), CsvCell.Of(grid), report.Dtype, $"{report.Seed}", $"{report.Samples}", CsvCell.Of(solver),
                .. run,
                .. metrics.Select(metric => values.TryGetValue(metric, out MetricValue value) ? Text(value.Value) : ""),
                .. metrics.Select(metric => values.TryGetValue(metric, out MetricValue value) ? Text(value.StandardError) : ""),
            ]);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

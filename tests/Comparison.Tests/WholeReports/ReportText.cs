using System.Globalization;
using System.Text;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Reports;
using ScoreSde.Metrics;

namespace ScoreSde.Tests.WholeReports;

/// <summary>All of a report but its seconds, as a text, in no more digits than all machines agree in.</summary>
internal static class ReportText
{
    private const int Shown = 6;

    public static string Of(ComparisonReport report) => string.Join('\n', report.Problems.Select(Of)) + $"\nwhole: {report.IsWhole}\n";

    private static string Of(ProblemReport report)
    {
        var text = new StringBuilder();
        Line($"{report.Model}: {report.Process}, {report.Schedule}, {string.Join('/', report.Grids)}, {report.Dtype}, seed {report.Seed}, {report.Samples} of {report.Dimension}, parts {report.Parts}, "
            + $"whole {report.IsWhole}, to floor {report.IsToFloor}");
        foreach (MeasureFacts measure in report.Measures)
        {
            Line($"measure {measure}; floor {Value(report.Floor[measure.Name])}");
        }

        Line($"floor: {report.FloorNote}");
        foreach (string note in report.Notes)
        {
            Line($"note: {note}");
        }

        if (report.Reference is { } ends)
        {
            Line($"reference: {ends.Measure}, {ends.Method}, {ends.Paths} paths, error {Number(ends.Error)}, of the smallest {Number(ends.ShareOfSmallest)}, evaluations {Number(ends.Evaluations)}, of the runs {Number(ends.ShareOfRuns)}");
        }

        foreach (ComparisonRow row in report.Rows)
        {
            Line($"row {report.LabelOf(row)} ({row.Solver}, {row.Grid ?? "no grid"}): budget {row.Budget}, steps {Number(row.Steps)}, evaluations {Number(row.Evaluations)}, {row.Samples} samples"
                + (row.Failure is { } failure ? $", failed: {failure}" : ""));
            foreach (MeasureFacts measure in report.Measures.Where(measure => row.Metrics.ContainsKey(measure.Name)))
            {
                Merit merit = report.MeritOf(row, measure);
                Line($"  {measure.Name}: {Value(row.Metrics[measure.Name])}, {report.MarkOf(row, measure)}, off by {Number(merit.Distance)} ± {Number(merit.Error)}{(merit.Reached ? ", reached" : "")}");
            }

            Line($"  kept {row.Kept.Length}: {string.Join(' ', row.Kept.Span[..Math.Min(Shown, row.Kept.Length)].ToArray().Select(static value => Number(value)))}");
        }

        var verdict = Verdict.On(report);
        Line($"decisive: {report.Decisive.Name}");
        Line($"closing: {verdict.Closing}");
        foreach (string sentence in verdict.Sentences)
        {
            Line($"sentence: {sentence}");
        }

        foreach (BudgetVerdict budget in verdict.Budgets)
        {
            Line($"at {budget.Budget}: {string.Join(", ", budget.Leaders.Select(report.LabelOf))}; next {(budget.Next is { } next ? report.LabelOf(next) : "none")}; reached {budget.Reached}");
        }

        Line($"reaching: {string.Join(", ", verdict.Reaching.Select(row => $"{report.LabelOf(row)} with {Number(row.Evaluations)}"))}");
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');
    }

    private static string Value(MetricValue value) => $"{Number(value.Value)} ± {Number(value.StandardError)} ({ErrorBar.Compact(value)}; {ErrorBar.Spelled(value)})";

    private static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
}

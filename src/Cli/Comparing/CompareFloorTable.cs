using ScoreSde.Cli.Tables;
using ScoreSde.Comparison.Reports;
using ScoreSde.Metrics;

namespace ScoreSde.Cli.Comparing;

/// <summary>What each solver needs to reach the floor: one line a solver, the cheapest first.</summary>
internal static class CompareFloorTable
{
    /// <summary>The table of one model.</summary>
    public static ReportTable Of(ProblemReport report)
    {
        var verdict = Verdict.On(report);
        ComparisonRow[] last = [.. report.Rows.GroupBy(report.LabelOf).Select(static runs => runs.MaxBy(static row => row.Evaluations)!)];
        ComparisonRow[] missing = [.. last.Where(row => verdict.Reaching.All(reached => report.LabelOf(reached) != report.LabelOf(row))).OrderBy(row => Value(report, row)?.Value ?? double.PositiveInfinity)];
        return new ReportTable(
            $"{report.Model}: evaluations of the network (NFE) until samples are not told from the data",
            [new("solver"), new("NFE", true), new("steps", true), new(report.Decisive.Title, true), new("seconds", true), new("runs", true)],
            [
                .. verdict.Reaching.Select(row => Line(report, row, $"{row.Evaluations:0.#}")),
                .. missing.Select(row => Line(report, row, $"> {row.Evaluations:0.#}")),
                ["floor", "", "", ErrorBar.Compact(report.Floor[report.Decisive.Name]), "", ""],
            ])
        {
            Keys = 1,
            BreaksAfter = new HashSet<int> { last.Length - 1 },
            Notes =
            [
                $"NFE: the fewest at which the {report.Decisive.Title} is within {Merit.Errors:0} standard errors of the floor, found by bisection in so many runs and held by the next two; the figures are of that run.",
                $"floor: {report.FloorNote} {report.Process} ({report.Schedule}), grid {string.Join(", ", report.Grids)}, {report.Samples} samples, {report.Dtype}, seed {report.Seed}. --all shows every run.",
                .. missing.Where(static row => row.Failure is not null).Select(row => $"{report.LabelOf(row)}, {row.Steps:0.#} steps: {row.Failure}"),
                $"Verdict: {verdict.Closing}",
            ],
        };
    }

    private static MetricValue? Value(ProblemReport report, ComparisonRow row) => row.Metrics.TryGetValue(report.Decisive.Name, out MetricValue value) ? value : null;

    private static string[] Line(ProblemReport report, ComparisonRow row, string evaluations) =>
    [
        report.LabelOf(row),
        evaluations,
        $"{row.Steps:0.#}",
        Value(report, row) is { } value ? ErrorBar.Compact(value) : "failed",
        Quantity.Seconds(row.Seconds),
        $"{report.Rows.Count(other => report.LabelOf(other) == report.LabelOf(row))}",
    ];
}

using ScoreSde.Cli.Tables;
using ScoreSde.Comparison.Reports;

namespace ScoreSde.Cli.Comparing;

/// <summary>A comparison for the eye: the decisive measure with its error, a row for each solver, a column for each budget, and the verdict.</summary>
internal static class CompareSummary
{
    /// <summary>The tables of one model: methods on a grid, then those that choose their steps.</summary>
    public static IReadOnlyList<ReportTable> Of(ProblemReport report)
    {
        ReportTable[] tables = [.. new[] { ByBudget(report), Adaptive(report) }.OfType<ReportTable>()];
        tables[0] = tables[0] with { Title = $"{report.Model}: {report.Decisive.Title} by evaluations of the network (NFE)" };
        tables[^1] = tables[^1] with { Notes = [.. Notes(report)] };
        return tables;
    }

    private static ReportTable? ByBudget(ProblemReport report)
    {
        int[] budgets = [.. report.Rows.Select(static row => row.Budget).OfType<int>().Distinct()];
        if (budgets.Length == 0)
        {
            return null;
        }

        IGrouping<string, ComparisonRow>[] solvers = [.. report.Rows.Where(static row => row.Budget is not null).GroupBy(report.LabelOf)];
        string floor = $"{ErrorBar.Compact(report.Floor[report.Decisive.Name])} ";
        return new ReportTable(
            "",
            [new("solver"), .. budgets.Select(static budget => new ReportColumn($"NFE ≤ {budget} ", true)), new("seconds", true)],
            [
                .. solvers.Select(runs => (string[])
                [
                    runs.Key,
                    .. budgets.Select(budget => runs.FirstOrDefault(row => row.Budget == budget) is { } row ? Cell(report, row) : ""),
                    runs.FirstOrDefault(row => row.Budget == budgets.Max()) is { Failure: null } longest ? Quantity.Seconds(longest.Seconds) : "",
                ]),
                ["floor", .. budgets.Select(_ => floor), ""],
            ])
        {
            Keys = 1,
            BreaksAfter = new HashSet<int> { solvers.Length - 1 },
        };
    }

    private static ReportTable? Adaptive(ProblemReport report)
    {
        ComparisonRow[] rows = [.. report.Rows.Where(static row => row.Budget is null)];
        return rows.Length == 0 ? null : new ReportTable(
            "",
            [new("steps of its own"), new("NFE", true), new($"{report.Decisive.Head} ", true), new("seconds", true)],
            [.. rows.Select(row => (string[])[row.Solver, $"{row.Evaluations:0.#}", Cell(report, row), Quantity.Seconds(row.Seconds)])]);
    }

    private static IEnumerable<string> Notes(ProblemReport report)
    {
        yield return $"{TableWriter.BestMark} better than all others of its column by more than {Merit.Errors:0} standard errors; {TableWriter.TiedMark} not told from the best, or from the floor. "
            + "0.159(12) is 0.159 ± 0.012.";
        yield return $"{FloorNote(report)} {report.Process} ({report.Schedule}), grid {string.Join(", ", report.Grids)}, {report.Samples} samples, {report.Dtype}, seed {report.Seed}."
            + (report.Rows.Any(static row => row.Budget is not null) ? " Seconds: of the last column. --all shows every measure." : " --all shows every measure.");
        foreach (ComparisonRow row in report.Rows.Where(static row => row.Failure is not null))
        {
            yield return $"{report.LabelOf(row)}{(row.Budget is null ? "" : $", {row.Steps:0.#} steps")}: {row.Failure}";
        }

        yield return $"Verdict: {Verdict.On(report).Closing}";
    }

    // A measure of paths says of its own floor what it is.
    private static string FloorNote(ProblemReport report) => report.Decisive.OfPaths
        ? report.Notes.First(note => note.StartsWith($"{report.Decisive.Head}: ", StringComparison.Ordinal))
        : $"floor: {report.FloorNote}";

    // The mark's place is kept in every cell, so that the digits stand in columns.
    private static string Cell(ProblemReport report, ComparisonRow row) => row.Failure is not null
        ? "failed "
        : row.Metrics.TryGetValue(report.Decisive.Name, out Metrics.MetricValue value) ? $"{ErrorBar.Compact(value)}{CompareTable.Sign(report.MarkOf(row, report.Decisive))}" : "– ";
}

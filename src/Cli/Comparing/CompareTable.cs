using ScoreSde.Cli.Tables;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Reports;
using ScoreSde.Metrics;

namespace ScoreSde.Cli.Comparing;

/// <summary>A comparison as a table for people.</summary>
internal static class CompareTable
{
    /// <summary>The table of one model.</summary>
    public static ReportTable Of(ProblemReport report)
    {
        IReadOnlyList<MeasureFacts> measures = report.Measures;
        var rows = new List<IReadOnlyList<string>>();
        var breaks = new HashSet<int>();
        for (int i = 0; i < report.Rows.Count; i++)
        {
            ComparisonRow row = report.Rows[i];
            rows.Add(
            [
                row.Solver,
                $"{row.Steps:0.#}",
                $"{row.Evaluations:0.#}",
                Quantity.Seconds(row.Seconds),
                Quantity.Rate(row.SamplesPerSecond),
                .. measures.Select(measure => Cell(report, row, measure)),
            ]);
            if (i + 1 == report.Rows.Count || (report.IsToFloor ? report.LabelOf(report.Rows[i + 1]) != report.LabelOf(row) : report.Rows[i + 1].Budget != row.Budget))
            {
                breaks.Add(i);
            }
        }

        rows.Add(["floor", "", "", "", "", .. measures.Select(measure => Value(report.Floor[measure.Name]))]);
        return new ReportTable(
            $"{report.Model}: {report.Process} ({report.Schedule}), grid {string.Join(", ", report.Grids)}, {report.Samples} samples, {report.Dtype}, seed {report.Seed}",
            [new("solver"), new("steps", true), new("NFE", true), new("seconds", true), new("samples/s", true), .. measures.Select(measure => new ReportColumn(measure.Head, true))],
            rows)
        {
            Keys = 3,
            BreaksAfter = breaks,
            Notes =
            [
                $"{TableWriter.BestMark} better than all others of its budget by more than {Merit.Errors:0} standard errors; {TableWriter.TiedMark} not told from the best, or from real data.",
                $"floor: {report.FloorNote}",
                .. report.Notes,
                .. report.Rows.Any(row => row.Budget is null)
                    ? ["The last block: solvers with steps of each sample's own, at the tolerance after the colon; steps (tried) and NFE are means."]
                    : Array.Empty<string>(),
                .. report.Rows.Where(row => row.Failure is not null).Select(row => $"{row.Solver}{(row.Budget is null ? "" : $", {row.Steps:0.#} steps")}: {row.Failure}"),
            ],
        };
    }

    // The mark's place is kept in every cell, so that the digits stand in columns.
    private static string Cell(ProblemReport report, ComparisonRow row, MeasureFacts measure) => row.Failure is not null
        ? "failed "
        : !row.Metrics.TryGetValue(measure.Name, out MetricValue value)
        ? "– "
        : $"{Quantity.Number(value.Value)}{Sign(report.MarkOf(row, measure))}";

    /// <summary>The mark as a table prints it.</summary>
    public static char Sign(Mark mark) => mark switch
    {
        Mark.Best => TableWriter.BestMark,
        Mark.Tied => TableWriter.TiedMark,
        _ => ' ',
    };

    private static string Value(MetricValue value) => $"{Quantity.Number(value.Value)} ";
}

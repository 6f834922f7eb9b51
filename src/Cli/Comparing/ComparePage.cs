using ScoreSde.Cli.Charts;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Pages;
using ScoreSde.Cli.Pictures;
using ScoreSde.Cli.Tables;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Reports;
using ScoreSde.Metrics;

namespace ScoreSde.Cli.Comparing;

/// <summary>A comparison as a page: the verdict, work–precision charts, samples, all measures, the settings and the command that repeats it.</summary>
internal static class ComparePage
{
    /// <summary>Writes the page in UTF-8.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="report">What was found.</param>
    /// <param name="models">The models by the names that the report has for them.</param>
    /// <param name="command">The command that repeats it.</param>
    public static void Write(Stream stream, ComparisonReport report, IReadOnlyDictionary<string, Model> models, string command)
    {
        using var page = new Page($"Comparison of {string.Join(" and ", report.Problems.Select(static problem => problem.Model))}", "Solvers at equal numbers of network evaluations");
        string[] curves = CompareFigure.CurvesOf(report.Problems);
        foreach (ProblemReport problem in report.Problems)
        {
            Section(page, problem, models[problem.Model], curves);
        }

        page.Again(command);
        if (!report.IsWhole)
        {
            page.Add("<p class=\"failed\">Stopped before the end: not all runs are here.</p>\n");
        }

        page.WriteTo(stream);
    }

    private static void Section(Page page, ProblemReport report, Model model, string[] curves)
    {
        page.Section(report.Model);
        page.Verdict(string.Join(' ', Verdict.On(report).Sentences));
        page.Add("<section>");
        page.Charts(((bool[])[false, true]).Select(bySeconds => (
            CompareFigure.Plot([report], curves, bySeconds, hasLegend: false), $"{report.Decisive.Title} against {(bySeconds ? "seconds" : "evaluations")}, {report.Model}")));
        page.Add("<ul class=\"curves\">\n");
        foreach (IGrouping<string, ComparisonRow> runs in report.Rows.GroupBy(report.LabelOf))
        {
            int curve = Array.IndexOf(curves, runs.Key);
            string order = FittedSlope.Of(report, runs, report.Decisive) is { Runs: > 2 } slope ? $" <span class=\"s\">order {ErrorBar.Spelled(new(slope.Order, slope.StandardError))}</span>" : "";
            page.Add($"<li><span style=\"color:{ChartStyle.CssOf(curve)}\">{ChartStyle.SignOf(curve)}</span> {Html.Text(runs.Key)}{order}</li>\n");
        }

        page.Add("</ul>\n");
        page.Notes("Bars: one standard error. Band: the floor, what real data gets, with its error. Order: minus the slope over the last three runs clear of the floor, against steps.");
        page.Add("</section>\n");
        Gallery(page, report, model);
        Table(page, report);
        page.Settings(
            ("process", $"{report.Process} ({report.Schedule})"),
            ("grid", string.Join(", ", report.Grids)),
            ("samples", $"{report.Samples} of {report.Dimension} numbers each"),
            ("numbers", report.Dtype),
            ("seed", $"{report.Seed}"));
    }

    private static void Gallery(Page page, ProblemReport report, Model model)
    {
        int[] budgets = [.. report.Rows.Select(static row => row.Budget).OfType<int>().Distinct()];
        if (budgets.Length == 0 || report.IsToFloor || report.Rows.All(static row => row.Kept.IsEmpty) || SampleCells.Of(model, LastKept(report)) is not { } cells)
        {
            return;
        }

        page.Part($"{cells.Title}, from the same noise");
        page.Add($"<div class=\"wide\"><table class=\"gallery\"><tr><th></th>{string.Concat(budgets.Select(static budget => $"<th>NFE ≤ {budget}</th>"))}</tr>\n");
        foreach (IGrouping<string, ComparisonRow> runs in report.Rows.Where(static row => row.Budget is not null).GroupBy(report.LabelOf))
        {
            page.Add($"<tr><th>{Html.Text(runs.Key)}</th>");
            foreach (int budget in budgets)
            {
                page.Add(runs.FirstOrDefault(row => row.Budget == budget) is { Kept.IsEmpty: false } row
                    ? $"<td><img alt=\"{Html.Text($"{runs.Key}, {budget} evaluations")}\" src=\"{Html.Address(cells.Draw(row.Kept.Span))}\"></td>"
                    : "<td>–</td>");
            }

            page.Add("</tr>\n");
        }

        page.Add("</table></div>\n");
    }

    private static ReadOnlySpan<float> LastKept(ProblemReport report) => report.Rows.LastOrDefault(static row => !row.Kept.IsEmpty) is { } row ? row.Kept.Span : [];

    private static void Table(Page page, ProblemReport report)
    {
        page.Part("All measures");
        ReportColumn[] heads = [new("solver"), .. ((string[])["steps", "NFE", "seconds", "samples/s", .. report.Measures.Select(static measure => measure.Head)]).Select(static head => new ReportColumn(head, true))];
        page.Table(
            heads,
            report.Rows.Select(row => Cells(report, row)),
            [PageCell.Text("floor"), .. Enumerable.Repeat(PageCell.Text(""), 4), .. report.Measures.Select(measure => PageCell.Text(ErrorBar.Compact(report.Floor[measure.Name]), "n"))]);
        page.Notes([
            $"0.159(12) is 0.159 ± 0.012. * better than all others of its budget by more than {Merit.Errors:0} standard errors; = not told from the best, or from real data.",
            $"floor: {report.FloorNote}",
            .. report.Notes,
        ]);
    }

    private static IEnumerable<PageCell> Cells(ProblemReport report, ComparisonRow row) =>
    [
        new($"{Html.Text(report.LabelOf(row))}{(row.Failure is { } failure ? $"<br><span class=\"failed\">{Html.Text(failure)}</span>" : "")}"),
        PageCell.Number(row.Steps, $"{row.Steps:0.#}"),
        PageCell.Number(row.Evaluations, $"{row.Evaluations:0.#}"),
        PageCell.Number(row.Seconds, Quantity.Seconds(row.Seconds)),
        PageCell.Number(row.SamplesPerSecond, Quantity.Rate(row.SamplesPerSecond)),
        .. report.Measures.Select(measure => row.Metrics.TryGetValue(measure.Name, out MetricValue value) ? Cell(value, report.MarkOf(row, measure)) : PageCell.None),
    ];

    private static PageCell Cell(MetricValue value, Mark mark) =>
        PageCell.Number(value.Value, $"{ErrorBar.Compact(value)}{(mark == Mark.Best ? "*" : mark == Mark.Tied ? "=" : "")}", mark == Mark.Best ? "best" : "");
}

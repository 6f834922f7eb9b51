using System.Globalization;
using System.Text;
using System.Xml.Linq;
using ScoreSde.Cli.Charts;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Pages;
using ScoreSde.Cli.Tables;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Reports;
using ScoreSde.Metrics;

namespace ScoreSde.Cli.Comparing;

/// <summary>A comparison as a page: the verdict, work–precision charts, samples, all measures, the settings and the command that repeats it.</summary>
internal static class ComparePage
{
    private const double ChartWidth = 470;
    private const double ChartHeight = 360;

    /// <summary>Writes the page in UTF-8.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="report">What was found.</param>
    /// <param name="models">The models by the names that the report has for them.</param>
    /// <param name="command">The command that repeats it.</param>
    public static void Write(Stream stream, ComparisonReport report, IReadOnlyDictionary<string, Model> models, string command)
    {
        using var page = new StringWriter(CultureInfo.InvariantCulture);
        page.Write(Html.Head($"Comparison of {string.Join(" and ", report.Problems.Select(static problem => problem.Model))}"));
        page.Write("<h1>Solvers at equal numbers of network evaluations</h1>\n");
        string[] curves = CompareFigure.CurvesOf(report.Problems);
        for (int i = 0; i < report.Problems.Count; i++)
        {
            Section(page, report.Problems[i], models[report.Problems[i].Model], curves, i);
        }

        page.Write($"<h2>Again</h2>\n<pre><code>{Html.Text(command)}</code></pre>\n");
        if (!report.IsWhole)
        {
            page.Write("<p class=\"failed\">Stopped before the end: not all runs are here.</p>\n");
        }

        page.Write(Html.Foot);
        stream.Write(Encoding.UTF8.GetBytes(page.ToString()));
    }

    private static void Section(StringWriter page, ProblemReport report, Model model, string[] curves, int number)
    {
        page.Write($"<h2>{Html.Text(report.Model)}</h2>\n<p class=\"verdict\">{Html.Text(string.Join(' ', Verdict.On(report).Sentences))}</p>\n<section><div class=\"charts\">\n");
        foreach (bool bySeconds in (bool[])[false, true])
        {
            XElement chart = InkedSvg.Of(
                CompareFigure.Plot([report], curves, bySeconds, hasLegend: false),
                ChartWidth,
                ChartHeight,
                $"c{number}{(bySeconds ? "s" : "n")}",
                $"{report.Decisive.Title} against {(bySeconds ? "seconds" : "evaluations")}, {report.Model}");
            page.Write($"<figure>{chart.ToString(SaveOptions.DisableFormatting)}</figure>\n");
        }

        page.Write("</div>\n<ul class=\"curves\">\n");
        foreach (IGrouping<string, ComparisonRow> runs in report.Rows.GroupBy(report.LabelOf))
        {
            int curve = Array.IndexOf(curves, runs.Key);
            string order = FittedSlope.Of(report, runs, report.Decisive) is { Runs: > 2 } slope ? $" <span class=\"s\">order {ErrorBar.Spelled(new(slope.Order, slope.StandardError))}</span>" : "";
            page.Write($"<li><span style=\"color:{ChartStyle.CssOf(curve)}\">{ChartStyle.SignOf(curve)}</span> {Html.Text(runs.Key)}{order}</li>\n");
        }

        page.Write("</ul>\n<p class=\"s\">Bars: one standard error. Band: the floor, what real data gets, with its error. Order: minus the slope over the last three runs clear of the floor, "
            + "against steps.</p></section>\n");
        Gallery(page, report, model);
        Table(page, report);
        Settings(page, report);
    }

    private static void Gallery(StringWriter page, ProblemReport report, Model model)
    {
        int[] budgets = [.. report.Rows.Select(static row => row.Budget).OfType<int>().Distinct()];
        if (budgets.Length == 0 || report.IsToFloor || report.Rows.All(static row => row.Kept.IsEmpty) || SampleCells.Of(model) is not { } cells)
        {
            return;
        }

        string shown = model.Image is null ? $"Points over {(model.HasExactScore ? "the exact density" : "the plane")}" : "Samples";
        page.Write($"<h3>{shown}, from the same noise</h3>\n<div class=\"wide\"><table class=\"gallery\"><tr><th></th>{string.Concat(budgets.Select(static budget => $"<th>NFE ≤ {budget}</th>"))}</tr>\n");
        foreach (IGrouping<string, ComparisonRow> runs in report.Rows.Where(static row => row.Budget is not null).GroupBy(report.LabelOf))
        {
            page.Write($"<tr><th>{Html.Text(runs.Key)}</th>");
            foreach (int budget in budgets)
            {
                string? address = runs.FirstOrDefault(row => row.Budget == budget) is { } row ? cells.Address(row) : null;
                page.Write(address is null ? "<td>–</td>" : $"<td><img alt=\"{Html.Text($"{runs.Key}, {budget} evaluations")}\" src=\"{address}\"></td>");
            }

            page.Write("</tr>\n");
        }

        page.Write("</table></div>\n");
    }

    private static void Table(StringWriter page, ProblemReport report)
    {
        string[] heads = ["steps", "NFE", "seconds", "samples/s", .. report.Measures.Select(static measure => measure.Head)];
        page.Write("<h3>All measures</h3>\n<div class=\"wide\"><table><thead><tr><th><button>solver</button></th>");
        page.Write(string.Concat(heads.Select(static head => $"<th class=\"n\"><button>{Html.Text(head)}</button></th>")));
        page.Write("</tr></thead><tbody>\n");
        foreach (ComparisonRow row in report.Rows)
        {
            page.Write($"<tr><td>{Html.Text(report.LabelOf(row))}{(row.Failure is { } failure ? $"<br><span class=\"failed\">{Html.Text(failure)}</span>" : "")}</td>");
            Number(page, row.Steps, $"{row.Steps:0.#}");
            Number(page, row.Evaluations, $"{row.Evaluations:0.#}");
            Number(page, row.Seconds, Quantity.Seconds(row.Seconds));
            Number(page, row.SamplesPerSecond, Quantity.Rate(row.SamplesPerSecond));
            foreach (MeasureFacts measure in report.Measures)
            {
                Mark mark = report.MarkOf(row, measure);
                page.Write(row.Metrics.TryGetValue(measure.Name, out MetricValue value)
                    ? $"<td class=\"n{(mark == Mark.Best ? " best" : "")}\" data-v=\"{Sortable(value.Value)}\">{ErrorBar.Compact(value)}{(mark == Mark.Best ? "*" : mark == Mark.Tied ? "=" : "")}</td>"
                    : "<td class=\"n\" data-v=\"\">–</td>");
            }

            page.Write("</tr>\n");
        }

        page.Write($"</tbody><tfoot><tr><td>floor</td><td></td><td></td><td></td><td></td>{string.Concat(report.Measures.Select(measure => $"<td class=\"n\">{ErrorBar.Compact(report.Floor[measure.Name])}</td>"))}</tr></tfoot></table></div>\n");
        page.Write($"<p class=\"s\">0.159(12) is 0.159 ± 0.012. * better than all others of its budget by more than {Merit.Errors:0} standard errors; = not told from the best, or from real data.");
        page.Write(string.Concat(report.Notes.Prepend($"floor: {report.FloorNote}").Select(static note => $"<br>{Html.Text(note)}")));
        page.Write("</p>\n");
    }

    private static void Number(StringWriter page, double value, string shown) => page.Write($"<td class=\"n\" data-v=\"{Sortable(value)}\">{shown}</td>");

    private static string Sortable(double value) => double.IsFinite(value) ? $"{value:R}" : "";

    private static void Settings(StringWriter page, ProblemReport report) => page.Write(
        $"<h3>Settings</h3>\n<dl><dt>process</dt><dd>{Html.Text($"{report.Process} ({report.Schedule})")}</dd><dt>grid</dt><dd>{Html.Text(string.Join(", ", report.Grids))}</dd>"
        + $"<dt>samples</dt><dd>{report.Samples} of {report.Dimension} numbers each</dd><dt>numbers</dt><dd>{report.Dtype}</dd><dt>seed</dt><dd>{report.Seed}</dd></dl>\n");
}

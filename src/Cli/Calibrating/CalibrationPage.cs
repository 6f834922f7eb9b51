using OxyPlot;
using ScoreSde.Cli.Charts;
using ScoreSde.Cli.Pages;
using ScoreSde.Verification.Posteriors;

namespace ScoreSde.Cli.Calibrating;

/// <summary>What was found as a page: the verdict, a table for each problem, and the ranks of each method in its least even quantity beside those of the posterior itself.</summary>
internal static class CalibrationPage
{
    /// <summary>Writes the page in UTF-8.</summary>
    public static void Write(Stream stream, CalibrationReport report)
    {
        using var page = new Page("Methods given a measurement", "Methods given a measurement, held to their posteriors");
        foreach (CalibratedCase problem in report.Cases)
        {
            page.Section(problem.Name);
            page.Verdict(Sentence(problem));
            page.Table(CalibrationTable.Of(report, problem));
            if (report.HasRanks)
            {
                page.Part("Ranks of truths among samples");
                page.Charts(problem.Methods.Where(static method => method.Ranks is not null).Select(method => (Plot(report, method.Ranks!), Title(method))));
            }
        }

        page.Notes(CalibrationNotes.Of(report));
        page.Settings(
            ("process", report.Process),
            ("grid", $"{report.Grid}, {report.Steps} steps"),
            ("ranks", report.HasRanks ? $"{report.Truths} truths, {report.Samples} samples of each" : "none; --ranks TRUTHS counts them"),
            ("seed", $"{report.Seed}"));
        page.Again(report.Command);
        page.WriteTo(stream);
    }

    private static string Sentence(CalibratedCase problem)
    {
        string[] even = Named(static method => method.Ranks is { PValue: >= RankVerdict.Level });
        string[] uneven = Named(static method => method.Ranks is { PValue: < RankVerdict.Level });
        string[] diverged = Named(static method => method.IsDiverged);
        return even.Length + uneven.Length == 0
            ? $"{problem.Methods.Count(static method => !method.IsFloor)} methods{(diverged.Length > 0 ? $"; diverged: {string.Join(", ", diverged)}" : "")}."
            : string.Join(' ', new[] { ("Even ranks, as samples of the posterior have:", even), ("Ranks that these would not have:", uneven), ("Diverged:", diverged) }
                .Where(static group => group.Item2.Length > 0).Select(static group => $"{group.Item1} {string.Join("; ", group.Item2)}."));

        string[] Named(Func<CalibratedMethod, bool> which) => [.. problem.Methods.Where(method => !method.IsFloor && which(method)).Select(static method => method.Name)];
    }

    private static string Title(CalibratedMethod method) =>
        $"{method.Name}: ranks in {method.Ranks!.Least.Quantity}, {RankVerdict.Of(method.Ranks)}, p = {CalibrationTable.PValue(method.Ranks.PValue)}";

    private static PlotModel Plot(CalibrationReport report, Calibration ranks)
    {
        IReadOnlyList<int> counts = ranks.Least.Counts;
        double[] values = [.. counts.SelectMany(static (count, rank) => Enumerable.Repeat((double)rank, count))];
        return HistogramChart.Plot(values, $"{ranks.Method}: rank in {ranks.Least.Quantity}", -0.5, report.Samples + 0.5, Math.Min(counts.Count, 20), hasErrors: true)
            .WithLevel(values.Length / (double)Math.Min(counts.Count, 20));
    }
}

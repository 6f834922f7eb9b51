using System.Globalization;
using ScoreSde.Cli.Pages;
using ScoreSde.Cli.Tables;
using ScoreSde.Verification.Laws;
using ScoreSde.Verification.Runs;

namespace ScoreSde.Cli.Verifying;

/// <summary>The findings of <c>verify</c> as a page: the verdict, what is allowed and what was seen of it by room, what failed, and all laws.</summary>
internal static class VerifyPage
{
    private const double ChartWidth = 560;
    private const double RoomHeight = 26;
    private const double FrameHeight = 80;

    /// <summary>Writes the page in UTF-8.</summary>
    public static void Write(VerificationReport report, VerifySettings settings, Stream stream)
    {
        using var page = new Page("scoresde verify", "What has a closed form, held to it");
        page.Verdict($"{Sentence(report)} {report.Counts}. Seed {settings.Options.Context.Seed}, {settings.Options.Context.Cases} cases of a light property.");
        foreach (PropertyRecord broken in report.Records.Where(static record => record.Failed))
        {
            page.Add($"<p class=\"failed\">{Html.Text($"{broken.Property.Name} failed: {broken.Property.Statement}")}</p>\n");
        }

        (string Room, PropertyRecord[] Records)[] rooms =
        [
            .. report.Records.GroupBy(static record => record.Property.Subject).OrderBy(static room => room.Key).Select(static room => (room.Key.ToString(), room.ToArray())),
        ];
        page.Add("<section>");
        page.WideChart(VerifyChart.Plot(rooms), "What was seen of what is allowed, a point for each law, by room", ChartWidth, FrameHeight + (RoomHeight * rooms.Length));
        page.Notes(
            "A point is the comparison of a law that came nearest to failing: the deviation over the tolerance, or a figure over its bound. Left of 0.000001 stands what was met exactly or nearly, right of 1 what failed.");
        page.Add("</section>\n");
        foreach ((string room, PropertyRecord[] records) in rooms)
        {
            page.Section($"{room}: {new VerificationReport(records).Counts}");
            page.Table(
                [new("property"), new("cases", true), new("quantity"), new("measured", true), new("expected", true), new("tolerance", true), new("of allowed", true), new("verdict")],
                records.Select(record => Cells(record, settings)));
        }

        page.Again(settings.Command);
        page.WriteTo(stream);
    }

    private static string Sentence(VerificationReport report) =>
        report.Failed > 0 ? $"{report.Failed} of {report.Records.Count} laws failed: {string.Join(", ", report.Broken)}."
        : report.Passed == 0 ? "No law said anything about what was chosen."
        : report.Passed == 1 ? "The law holds." : $"All {report.Passed} laws that say something hold.";

    private static IEnumerable<PageCell> Cells(PropertyRecord record, VerifySettings settings)
    {
        PropertyResult result = record.Result;
        string word = VerdictWord.Of(result.Verdict);
        var name = new List<string> { $"<b>{Html.Text(record.Property.Name)}</b>", Html.Text(record.Property.Statement), Small(record.Property.Source) };
        if (result.Failure is { } failure)
        {
            name.AddRange([$"<code>{Html.Text(failure.Text)}</code>", Html.Text(failure.Reason), $"<code>{Html.Text(settings.Replay(record))}</code>"]);
        }

        name.AddRange(new[] { result.Reason, result.Remark }.OfType<string>().Select(Small));
        PageCell[] figures = result.Worst is { } worst
            ?
            [
                PageCell.Text(worst.What),
                PageCell.Number(worst.Measured, VerifyTable.Number(worst.Measured)),
                PageCell.Number(worst.Expected, VerifyTable.Expected(worst)),
                PageCell.Number(worst.Tolerance, VerifyTable.Tolerance(worst)),
                Share(worst),
            ]
            : [PageCell.Text(""), PageCell.None, PageCell.None, PageCell.None, PageCell.None];
        return [new(string.Join("<br>", name), "w"), PageCell.Number(result.Cases, $"{result.Cases}"), .. figures, PageCell.Text(word, word.Split(' ')[0])];
    }

    private static string Small(string words) => $"<span class=\"s\">{Html.Text(words)}</span>";

    // The number, and a bar that is full where all that is allowed was seen.
    private static PageCell Share(Measurement worst)
    {
        if (worst.Undecided is not null)
        {
            return PageCell.None;
        }

        double share = VerifyChart.ShareOf(worst);
        string width = (100 * Math.Clamp(share, 0, 1)).ToString("0.#", CultureInfo.InvariantCulture);
        PageCell number = PageCell.Number(share, Quantity.Number(share));
        return number with { Markup = $"{number.Markup}<span class=\"bar\"><i{(share > 1 ? " class=\"over\"" : "")} style=\"width:{width}%\"></i></span>" };
    }
}

using System.Globalization;
using System.Net;
using System.Text;
using ScoreSde.Cli.Runs;
using ScoreSde.Data;
using ScoreSde.Verification.Laws;
using ScoreSde.Verification.Runs;

namespace ScoreSde.Cli.Reports;

/// <summary>The findings of <c>verify</c> as one HTML page that needs no other file.</summary>
internal static class VerifyPage
{
    private const string Head = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>scoresde verify</title><style>
        body { font: 15px/1.4 sans-serif; margin: 2em; max-width: 90em }
        table { border-collapse: collapse } th, td { border-bottom: 1px solid #ccc; padding: 4px 8px; text-align: left; vertical-align: top }
        td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap } .s { color: #555; font-size: 85% }
        .passed { color: #00622c } .failed { color: #a30000; font-weight: bold } .not { color: #666 } .undecided { color: #8a5a00 }
        </style></head><body>
        """;

    /// <summary>Writes the page in UTF-8.</summary>
    public static void Write(VerificationReport report, VerifySettings settings, Stream stream)
    {
        var page = new StringBuilder(Head);
        page.AppendLine("<h1>scoresde verify</h1>");
        page.AppendLine($"<p>{report.Counts}. "
            + $"Seed {settings.Options.Context.Seed}, {settings.Options.Context.Cases} cases of a light property. "
            + "Of each property the comparison that came nearest to failing is shown.</p>");
        page.AppendLine("<table><tr><th>property</th><th>cases</th><th>quantity</th><th>measured</th><th>expected</th><th>tolerance</th><th>verdict</th></tr>");
        foreach (PropertyRecord record in report.Records)
        {
            Row(page, record, settings);
        }

        page.AppendLine("</table></body></html>");
        stream.Write(Encoding.UTF8.GetBytes(page.ToString()));
    }

    private static void Row(StringBuilder page, PropertyRecord record, VerifySettings settings)
    {
        PropertyResult result = record.Result;
        string word = VerdictWord.Of(result.Verdict);
        page.Append(CultureInfo.InvariantCulture, $"<tr><td><b>{Escape(record.Property.Name)}</b><br>{Escape(record.Property.Statement)}<br><span class=\"s\">{Escape(record.Property.Source)}</span>");
        if (result.Failure is { } failure)
        {
            page.Append(CultureInfo.InvariantCulture, $"<br><code>{Escape(failure.Text)}</code><br>{Escape(failure.Reason)}<br><code>{Escape(settings.Replay(record))}</code>");
        }

        foreach (string said in new[] { result.Worst is null ? null : result.Reason, result.Remark }.OfType<string>())
        {
            page.Append(CultureInfo.InvariantCulture, $"<br><span class=\"s\">{Escape(said)}</span>");
        }

        page.Append(CultureInfo.InvariantCulture, $"</td><td class=\"n\">{result.Cases}</td>");
        page.Append(result.Worst is { } worst
            ? $"<td>{Escape(worst.What)}</td><td class=\"n\">{VerifyTable.Number(worst.Measured)}</td><td class=\"n\">{VerifyTable.Expected(worst)}</td><td class=\"n\">{VerifyTable.Tolerance(worst)}</td>"
            : $"<td colspan=\"4\">{Escape(result.Reason ?? "")}</td>");
        page.AppendLine(CultureInfo.InvariantCulture, $"<td class=\"{word.Split(' ')[0]}\">{word}</td></tr>");
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(Excerpt.Escaped(text));
}

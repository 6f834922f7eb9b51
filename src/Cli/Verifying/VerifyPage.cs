using System.Globalization;
using System.Text;
using ScoreSde.Cli.Pages;
using ScoreSde.Verification.Laws;
using ScoreSde.Verification.Runs;

namespace ScoreSde.Cli.Verifying;

/// <summary>The findings of <c>verify</c> as one HTML page that needs no other file.</summary>
internal static class VerifyPage
{
    /// <summary>Writes the page in UTF-8.</summary>
    public static void Write(VerificationReport report, VerifySettings settings, Stream stream)
    {
        var page = new StringBuilder(Html.Head("scoresde verify"));
        page.AppendLine("<h1>scoresde verify</h1>");
        page.AppendLine($"<p>{report.Counts}. "
            + $"Seed {settings.Options.Context.Seed}, {settings.Options.Context.Cases} cases of a light property. "
            + "Of each property the comparison that came nearest to failing is shown.</p>");
        page.AppendLine("<div class=\"wide\"><table><thead><tr><th><button>property</button></th><th><button>cases</button></th><th><button>quantity</button></th><th>measured</th><th>expected</th><th>tolerance</th><th><button>verdict</button></th></tr></thead><tbody>");
        foreach (PropertyRecord record in report.Records)
        {
            Row(page, record, settings);
        }

        page.AppendLine("</tbody></table></div>").Append(Html.Foot);
        stream.Write(Encoding.UTF8.GetBytes(page.ToString()));
    }

    private static void Row(StringBuilder page, PropertyRecord record, VerifySettings settings)
    {
        PropertyResult result = record.Result;
        string word = VerdictWord.Of(result.Verdict);
        page.Append(CultureInfo.InvariantCulture, $"<tr><td><b>{Html.Text(record.Property.Name)}</b><br>{Html.Text(record.Property.Statement)}<br><span class=\"s\">{Html.Text(record.Property.Source)}</span>");
        if (result.Failure is { } failure)
        {
            page.Append(CultureInfo.InvariantCulture, $"<br><code>{Html.Text(failure.Text)}</code><br>{Html.Text(failure.Reason)}<br><code>{Html.Text(settings.Replay(record))}</code>");
        }

        foreach (string said in new[] { result.Worst is null ? null : result.Reason, result.Remark }.OfType<string>())
        {
            page.Append(CultureInfo.InvariantCulture, $"<br><span class=\"s\">{Html.Text(said)}</span>");
        }

        page.Append(CultureInfo.InvariantCulture, $"</td><td class=\"n\">{result.Cases}</td>");
        page.Append(result.Worst is { } worst
            ? $"<td>{Html.Text(worst.What)}</td><td class=\"n\">{VerifyTable.Number(worst.Measured)}</td><td class=\"n\">{VerifyTable.Expected(worst)}</td><td class=\"n\">{VerifyTable.Tolerance(worst)}</td>"
            : $"<td colspan=\"4\">{Html.Text(result.Reason ?? "")}</td>");
        page.AppendLine(CultureInfo.InvariantCulture, $"<td class=\"{word.Split(' ')[0]}\">{word}</td></tr>");
    }
}

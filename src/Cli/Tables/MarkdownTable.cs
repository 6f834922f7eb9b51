using System.Text;

namespace ScoreSde.Cli.Tables;

/// <summary>A table in Markdown, its first column as code, with its notes as paragraphs beneath.</summary>
internal static class MarkdownTable
{
    /// <summary>The lines, each ended by a line feed.</summary>
    public static string Of(ReportTable report)
    {
        var text = new StringBuilder();
        Line(report.Columns.Select(static column => column.Head));
        Line(report.Columns.Select(static column => column.IsNumber ? "--:" : "---"));
        foreach (IReadOnlyList<string> row in report.Rows)
        {
            Line(row.Select(static (cell, i) => i == 0 ? $"`{cell}`" : cell));
        }

        foreach (string note in report.Notes)
        {
            text.Append('\n').Append(note).Append('\n');
        }

        return text.ToString();

        void Line(IEnumerable<string> cells) =>
            text.Append("| ").AppendJoin(" | ", cells.Select(static cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
    }
}

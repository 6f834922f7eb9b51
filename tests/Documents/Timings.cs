using System.Text.RegularExpressions;

namespace ScoreSde.Documents;

/// <summary>
/// Blanks what no run repeats: the columns <c>seconds</c> and <c>samples/s</c> of a table, and where the sentences beneath it are broken, which its width decides.
/// Cells of a table are parted by two spaces or more.
/// </summary>
internal static partial class Timings
{
    private static readonly string[] Names = ["seconds", "samples/s"];

    /// <summary>The text with single spaces between cells and a mark in place of each such figure.</summary>
    public static string Masked(string text)
    {
        int[] columns = [];
        int cells = 0;
        List<string> lines = [];
        foreach (string line in text.Split('\n'))
        {
            string[] row = Gap().Split(line.Trim());
            int[] found = [.. Enumerable.Range(0, row.Length).Where(i => Names.Contains(row[i]))];
            if (found.Length > 0)
            {
                (columns, cells) = (found, row.Length);
            }
            else if (row.Length == cells)
            {
                foreach (int column in columns)
                {
                    row[column] = "…";
                }
            }

            // A rule under a table's head is as long as its widest figures; a sentence goes on over lines.
            if (lines.Count > 0 && IsSentence(line) && IsSentence(lines[^1]))
            {
                lines[^1] += $" {row[0]}";
            }
            else
            {
                lines.Add(Rule().IsMatch(line) ? "─" : string.Join("  ", row));
            }
        }

        return string.Join('\n', lines);
    }

    private static bool IsSentence(string line) => line.Trim() is [not ('|' or '`' or '─'), ..] words && !Gap().IsMatch(words);

    [GeneratedRegex(@"\s{2,}")]
    private static partial Regex Gap();

    [GeneratedRegex("^─+$")]
    private static partial Regex Rule();
}

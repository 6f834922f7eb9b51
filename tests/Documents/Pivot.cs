using System.Globalization;
using System.Text.RegularExpressions;

namespace ScoreSde.Documents;

/// <summary>
/// A Markdown table of the CSV of one command or several: <c>pivot ROW COLUMN VALUE</c> has a row for each value of the column ROW, a column for each value of COLUMN, and
/// VALUE to three digits where they meet.
/// </summary>
internal static partial class Pivot
{
    // What real data gets is no row of the pivot.
    private const string Floor = "floor";

    /// <summary>The table that <paramref name="words"/> asks for.</summary>
    /// <exception cref="FormatException">The words or the CSV are of another form.</exception>
    public static string Table(IReadOnlyList<string> csv, string words)
    {
        if (words.Split(' ') is not ["pivot", var row, var column, var value])
        {
            throw new FormatException($"'{words}' is not of the form 'pivot ROW COLUMN VALUE'.");
        }

        string[][] lines = [.. csv.SelectMany((text, i) => text.Split('\n').Skip(i == 0 ? 0 : 1)).Select(Cells)];
        int[] places = [.. new[] { row, column, value }.Select(name => Array.IndexOf(lines[0], name) is var place and >= 0
            ? place
            : throw new FormatException($"The CSV has no column '{name}'; it has {string.Join(", ", lines[0])}."))];
        (string Row, string Column, string Value)[] cells = [.. lines.Skip(1).Select(line => (line[places[0]], line[places[1]], line[places[2]])).Where(static cell => cell.Item1.Length > 0 && cell.Item2 != Floor)];
        string[] columns = [.. cells.Select(cell => cell.Column).Distinct()];
        IEnumerable<string> body = cells.Select(cell => cell.Row).Distinct().Select(name =>
            Line(columns.Select(head => Figure(cells.FirstOrDefault(cell => cell.Row == name && cell.Column == head).Value)).Prepend(name)));
        return string.Join('\n', [Line(columns.Select(head => $"`{head}`").Prepend(row)), Line(columns.Select(_ => "--:").Prepend("--:")), .. body]);
    }

    // The cells of a line, of which some stand in quotes since they hold commas.
    private static string[] Cells(string line) =>
        [.. Cell().Matches(line).Select(static cell => cell.Groups[1].Value.Replace("\"\"", "\"", StringComparison.Ordinal).Trim('"'))];

    [GeneratedRegex("(?:^|,)(\"(?:[^\"]|\"\")*\"|[^,]*)")]
    private static partial Regex Cell();

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static string Figure(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        ? value.ToString("G3", CultureInfo.InvariantCulture)
        : "–";
}

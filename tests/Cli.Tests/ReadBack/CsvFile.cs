using System.Globalization;
using System.Text.RegularExpressions;

namespace ScoreSde.Tests.ReadBack;

/// <summary>Comma-separated values, read back by the heads of their columns.</summary>
internal sealed partial class CsvFile
{
    private readonly string[][] lines;

    public CsvFile(string path) => lines = [.. File.ReadAllText(path).TrimEnd('\n').Split('\n').Select(Cells)];

    /// <summary>Rows beneath the heads.</summary>
    public int Count => lines.Length - 1;

    /// <summary>The heads.</summary>
    public IReadOnlyList<string> Heads => lines[0];

    /// <summary>A cell.</summary>
    public string this[int row, string head]
    {
        get
        {
            Assert.Equal(lines[0].Length, lines[row + 1].Length);
            return lines[row + 1][Assert.Single(Enumerable.Range(0, lines[0].Length), i => lines[0][i] == head)];
        }
    }

    /// <summary>A cell's number, null where it is empty.</summary>
    public double? Number(int row, string head) => this[row, head] is { Length: > 0 } cell ? double.Parse(cell, CultureInfo.InvariantCulture) : null;

    private static string[] Cells(string line) => [.. Cell().Matches(line).Select(static cell => cell.Groups[1].Value.Trim('"').Replace("\"\"", "\"", StringComparison.Ordinal))];

    [GeneratedRegex("(?:^|,)(\"(?:[^\"]|\"\")*\"|[^,]*)")]
    private static partial Regex Cell();
}

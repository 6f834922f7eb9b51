using System.Globalization;
using ScoreSde.Data.Files;
using ScoreSde.Data.Npy;

namespace ScoreSde.Data.Own;

/// <summary>
/// A table as text, a row a line: numbers apart by comma, semicolon, tab or blanks (the first of these that the first line has), an optional first line
/// of names, one column of labels by name or by number from 1. Empty lines and lines that begin with # are left out.
/// </summary>
internal static class CsvFile
{
    private const int LongestLine = 1 << 22;
    private static readonly char[] Delimiters = [',', ';', '\t', ' '];

    /// <summary>Reads a table.</summary>
    /// <param name="name">The data's name.</param>
    /// <param name="stream">The whole file.</param>
    /// <param name="labels">The column of labels, or null.</param>
    /// <exception cref="DamagedFileException">A line is not like the others, or holds what is no number.</exception>
    public static OwnData Read(string name, Stream stream, string? labels)
    {
        using var lines = new TextLines(stream, LongestLine);
        if (Next(lines) is not { } first)
        {
            throw new DamagedFileException("the table holds no rows.");
        }

        char delimiter = Array.Find(Delimiters, mark => first.Contains(mark, StringComparison.Ordinal));
        delimiter = delimiter == default ? ',' : delimiter;
        string[] head = Cells(first, delimiter);
        int? column = labels is null ? null : ColumnOf(head, labels);
        bool isHead = head.Where((_, j) => j != column).Any(static cell => !TryNumber(cell, out _));
        var numbers = new List<double>();
        bool isExact = true;
        var words = column is null ? null : new List<string>();
        int rows = 0;
        for (string? line = isHead ? Next(lines) : first; line is not null; line = Next(lines))
        {
            isExact &= Add(Cells(line, delimiter), head.Length, column, lines.Number, numbers, words);
            rows++;
        }

        return rows == 0 || numbers.Count == 0
            ? throw new DamagedFileException("the table holds no rows of numbers.")
            : OwnData.Of(name, new NumberArray(numbers.ToArray(), [rows, numbers.Count / rows], !isExact), DataLayout.Rows, words);
    }

    // Whether no whole number had to be rounded.
    private static bool Add(string[] cells, int width, int? labelColumn, int line, List<double> numbers, List<string>? words)
    {
        if (cells.Length != width)
        {
            throw new DamagedFileException($"line {line} has {cells.Length} cells, the first line {width}.");
        }

        bool isExact = true;
        for (int j = 0; j < cells.Length; j++)
        {
            if (j == labelColumn)
            {
                words!.Add(cells[j]);
            }
            else if (TryNumber(cells[j], out double number))
            {
                numbers.Add(number);
                isExact &= IsExact(cells[j], number);
            }
            else
            {
                throw new DamagedFileException($"line {line} holds '{Excerpt.Of(cells[j])}' in column {j + 1}, which is no number; a column of labels is named by --labels.");
            }
        }

        return isExact;
    }

    private static int ColumnOf(string[] head, string labels)
    {
        int named = Array.IndexOf(head, labels);
        return named >= 0 ? named
            : int.TryParse(labels, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= head.Length ? number - 1
            : throw new DamagedFileException($"it has no column '{Excerpt.Of(labels)}'; give a name of its first line or a number from 1 to {head.Length}.");
    }

    private static string? Next(TextLines lines)
    {
        while (lines.Read() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line) && line.TrimStart()[0] != '#')
            {
                return line;
            }
        }

        return null;
    }

    private static string[] Cells(string line, char delimiter) =>
        [.. line.Split(delimiter, delimiter == ' ' ? StringSplitOptions.RemoveEmptyEntries : StringSplitOptions.None)
            .Select(static cell => cell.Trim() is ['"', .. var inner, '"'] ? inner : cell.Trim())];

    private static bool IsExact(string cell, double number) =>
        Math.Abs(number) < NumberArray.LastWhole || !Int128.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out Int128 whole) || Int128.CreateSaturating(number) == whole;

    private static bool TryNumber(string cell, out double number) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}

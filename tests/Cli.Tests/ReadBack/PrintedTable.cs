using System.Globalization;

namespace ScoreSde.Tests.ReadBack;

/// <summary>
/// A table of the program's output, read back: the heads above its rule and the cells beneath it, which are parted by two spaces or more. A cell that is empty is left out, so that a short
/// row is one of its last columns.
/// </summary>
internal sealed class PrintedTable
{
    private const char Rule = '─';
    private readonly string[] heads;

    private PrintedTable(string[] heads, string[][] rows)
    {
        this.heads = heads;
        Rows = rows;
    }

    /// <summary>The rows from above.</summary>
    public IReadOnlyList<string[]> Rows { get; }

    /// <summary>Reads the only table of a text.</summary>
    public static PrintedTable In(string text)
    {
        string[] lines = text.Split('\n');
        int rule = Array.FindIndex(lines, static line => line.StartsWith(Rule));
        Assert.True(rule > 0 && Array.FindLastIndex(lines, static line => line.StartsWith(Rule)) == rule, text);

        // Cells begin with the table's own blank; what is printed beneath the table does not.
        string[][] rows = [.. lines[(rule + 1)..].TakeWhile(static line => line.Length == 0 || line[0] == ' ').Where(static line => line.Length > 0).Select(Cells)];
        Assert.NotEmpty(rows);
        return new PrintedTable(Cells(lines[rule - 1]), rows);
    }

    /// <summary>The cell of a row under a head; of heads of one name, the one of that number.</summary>
    public string this[int row, string head, int which = 0]
    {
        get
        {
            int[] places = [.. Enumerable.Range(0, heads.Length).Where(i => heads[i] == head)];
            Assert.True(which < places.Length, $"no column '{head}' among {string.Join(" | ", heads)}");
            int fromRight = heads.Length - places[which];
            return fromRight <= Rows[row].Length ? Rows[row][^fromRight] : "";
        }
    }

    /// <summary>The cell beside a name in the first column of a table of two.</summary>
    public string this[string name] => Assert.Single(Rows, row => row[0] == name)[1];

    /// <summary>A number without the mark behind it.</summary>
    public static double Number(string cell) => double.Parse(cell.TrimEnd('*', '=', ' ').Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    /// <summary>Asserts that a cell shows a value to three digits, or to as many decimals as it has.</summary>
    public static void Shows(double value, string cell)
    {
        string digits = cell.TrimEnd('*', '=');
        int decimals = digits.Contains('e', StringComparison.Ordinal) || !digits.Contains('.', StringComparison.Ordinal) ? 0 : digits.Length - digits.IndexOf('.', StringComparison.Ordinal) - 1;
        double half = Math.Max(decimals > 0 ? 0.5 * Math.Pow(10, -decimals) : 0, decimals is 4 or 5 ? 0 : 0.005 * Math.Abs(value));
        Assert.True(Math.Abs(Number(cell) - value) <= half * 1.0001, $"{cell} where the value is {value:R}");
    }

    private static string[] Cells(string line) => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

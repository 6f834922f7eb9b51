using ScoreSde.Cli.Output;
using ScoreSde.Cli.Tables;

namespace ScoreSde.Tests.Tables;

public sealed class ReportTableTests
{
    [Theory]
    [InlineData(30)]
    [InlineData(40)]
    [InlineData(80)]
    public void A_table_wider_than_a_terminal_is_divided_between_columns(int width)
    {
        using var text = new StringWriter();
        string[] heads = [.. Enumerable.Range(0, 12).Select(c => $"column {c}")];
        var table = new ReportTable("title", [new("solver"), new("steps", true), .. heads.Select(head => new ReportColumn(head, true))], [["heun", "10", .. heads.Select((_, c) => $"{c}.12345")]])
        {
            Keys = 2,
        };
        TableWriter.Write(table, new Terminal(text, TextWriter.Null) { OutIsTerminal = true, Width = width });
        string[] lines = text.ToString().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.All(heads, head => Assert.Single(lines, line => line.Contains(head + " ", StringComparison.Ordinal) || line.EndsWith(head, StringComparison.Ordinal)));
        Assert.Equal(lines.Count(line => line.Contains("column", StringComparison.Ordinal)), lines.Count(line => line.Contains("heun", StringComparison.Ordinal)));
    }

    /// <summary>Where the table just fits, its long column is folded to the room that there is.</summary>
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(-1, 1)]
    public void A_table_as_wide_as_the_terminal_folds_its_long_column(int room, int lines)
    {
        using var text = new StringWriter();
        var table = new ReportTable("", [new("name"), new("what") { Folds = true }], [["heun", "twenty letters a word twenty letters a word twenty letters"]]) { Keys = 2 };
        TableWriter.Write(table, new Terminal(text, TextWriter.Null) { OutIsTerminal = true, Width = table.LeastWidth + room });
        string[] told = [.. text.ToString().ReplaceLineEndings("\n").Split('\n').Where(static line => line.Contains("letters", StringComparison.Ordinal))];
        Assert.Equal(lines, told.Length);
    }

    /// <summary>A note as long as the table is wide is one line, and one letter more makes two.</summary>
    [Theory]
    [InlineData(80, 1)]
    [InlineData(81, 2)]
    public void A_note_is_broken_where_it_is_longer_than_the_lines_above(int letters, int lines)
    {
        using var text = new StringWriter { NewLine = "\n" };
        TableWriter.Write(new ReportTable("", [new("name")], [["heun"]]) { Notes = [$"note {new string('x', letters - 5)}"] }, new Terminal(text, TextWriter.Null) { Width = 100 });
        Assert.Equal(lines, text.ToString().Split('\n').Count(static line => line.Contains("note", StringComparison.Ordinal) || line.Contains('x', StringComparison.Ordinal)));
    }
}

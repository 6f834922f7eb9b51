using ScoreSde.Cli.Output;
using ScoreSde.Data;
using Spectre.Console;

namespace ScoreSde.Cli.Tables;

/// <summary>Writes tables by Spectre.Console: with colour to a terminal, as plain lines to a file or a pipe.</summary>
internal static class TableWriter
{
    /// <summary>The mark of the best cell of a group; printed in colour at a terminal.</summary>
    public const char BestMark = '*';

    /// <summary>The mark of cells that chance does not tell from the best.</summary>
    public const char TiedMark = '=';

    // Where even two columns are wider than a terminal its lines are broken, which is better to read than Spectre's breaking of each cell.
    private const int LeastWidth = 140;

    /// <summary>Writes one table to the result writer; one that is wider than a person's terminal in parts, each with the key columns.</summary>
    public static void Write(ReportTable report, Terminal terminal)
    {
        string? title = report.Title.Length > 0 ? report.Title : null;
        int widest = Terminal.LeastWidth;
        foreach (ReportTable part in report.Within(terminal.Width))
        {
            widest = Math.Max(widest, WriteRows(part, title, terminal));
            title = null;
        }

        if (report.Notes.Count > 0)
        {
            terminal.Out.WriteLine();
        }

        foreach (string line in report.Notes.SelectMany(note => Lines(note, Math.Min(widest, terminal.Width))))
        {
            terminal.Out.WriteLine(line);
        }

        terminal.Out.WriteLine();
    }

    // A sentence in lines of at most so many characters, where its words are shorter.
    private static IEnumerable<string> Lines(string text, int width)
    {
        while (text.Length > width && text.LastIndexOf(' ', width) is var end and > 0)
        {
            yield return text[..end];
            text = text[(end + 1)..];
        }

        yield return text;
    }

    // The characters of the widest line of the table.
    private static int WriteRows(ReportTable report, string? title, Terminal terminal)
    {
        using var text = new StringWriter();
        IAnsiConsole console = Console(text, terminal, report.LeastWidth <= terminal.Width ? terminal.Width : Math.Max(LeastWidth, terminal.Width));
        var table = new Table { Border = TableBorder.Simple, UseSafeBorder = true };
        foreach (ReportColumn head in report.Columns)
        {
            table.AddColumn(new TableColumn(Shown(head.Head))
            {
                Alignment = head.IsNumber ? Justify.Right : Justify.Left,
                NoWrap = !head.Folds,
                Padding = new Padding(0, 0, 1, 0),
            });
        }

        for (int i = 0; i < report.Rows.Count; i++)
        {
            table.AddRow([.. report.Rows[i].Select(Cell)]);
            if (report.BreaksAfter.Contains(i))
            {
                table.AddEmptyRow();
            }
        }

        if (title is not null)
        {
            console.MarkupLine($"[bold]{Shown(title)}[/]");
        }

        console.Write(table);
        // Spectre pads every line to the table's width; blanks at line ends are noise in files and diffs.
        string[] lines = text.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n');

        // A table without a title goes on from the one before it, which ended with a blank line.
        foreach (string line in report.Title.Length == 0 ? lines.Skip(1) : lines)
        {
            // With their colours, which a line of foreign text may not have.
            terminal.Out.Write($"{line.TrimEnd()}{terminal.Out.NewLine}");
        }

        return lines.Skip(title is null ? 0 : 1).Max(static line => line.Length);
    }

    private static string Cell(string cell) =>
        cell.EndsWith(BestMark) ? $"[green]{Shown(cell)}[/]" : Shown(cell);

    // A name from a file must not steer the terminal.
    private static string Shown(string text) => Markup.Escape(Excerpt.Escaped(text));

    private static IAnsiConsole Console(TextWriter text, Terminal terminal, int width)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = terminal.OutIsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal.OutIsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}

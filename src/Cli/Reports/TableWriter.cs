using ScoreSde.Cli.Output;
using Spectre.Console;

namespace ScoreSde.Cli.Reports;

/// <summary>Writes tables by Spectre.Console: with colour to a terminal, as plain lines to a file or a pipe.</summary>
internal static class TableWriter
{
    /// <summary>The mark of the best cell of a group; printed in colour at a terminal.</summary>
    public const char BestMark = '*';

    /// <summary>Writes one table to the result writer.</summary>
    public static void Write(ReportTable report, Terminal terminal)
    {
        using var text = new StringWriter();
        IAnsiConsole console = Console(text, terminal);
        var table = new Table { Border = TableBorder.Simple, UseSafeBorder = true };
        foreach (ReportColumn head in report.Columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(head.Head))
            {
                Alignment = head.IsNumber ? Justify.Right : Justify.Left,
                NoWrap = !head.Folds,
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

        console.MarkupLine($"[bold]{Markup.Escape(report.Title)}[/]");
        console.Write(table);
        foreach (string note in report.Notes)
        {
            console.WriteLine(note);
        }

        // Spectre pads every line to the table's width; blanks at line ends are noise in files and diffs.
        foreach (string line in text.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            terminal.Out.WriteLine(line.TrimEnd());
        }

        terminal.Out.WriteLine();
    }

    private static string Cell(string cell) =>
        cell.EndsWith(BestMark) ? $"[green]{Markup.Escape(cell)}[/]" : Markup.Escape(cell);

    private static IAnsiConsole Console(TextWriter text, Terminal terminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = terminal.OutIsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal.OutIsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = terminal.Width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}

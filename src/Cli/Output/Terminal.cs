namespace ScoreSde.Cli.Output;

/// <summary>Where the program's words go: results to one writer, talk to another.</summary>
/// <param name="Out">Results and nothing else.</param>
/// <param name="Error">Progress, warnings, failures.</param>
public sealed record Terminal(TextWriter Out, TextWriter Error)
{
    /// <summary>Columns of a table that goes to a file or a pipe: wide enough that no row is folded.</summary>
    private const int FileWidth = 200;

    /// <summary>Whether results are read by a person at a terminal, who gets colours.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether talk is read by a person at a terminal, who gets a progress bar.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns.</summary>
    public int Width { get; init; } = FileWidth;

    /// <summary>Set when the person asks to stop.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The process's own streams.</summary>
    public static Terminal OfConsole(CancellationToken cancellation) => new(Console.Out, Console.Error)
    {
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Width = Console.IsOutputRedirected ? FileWidth : Math.Max(80, Console.WindowWidth),
        Cancellation = cancellation,
    };
}

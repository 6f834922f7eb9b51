using System.Globalization;

namespace ScoreSde.Cli.Output;

/// <summary>Where the program's words go: results to one writer, talk to another.</summary>
/// <param name="Out">Results and nothing else.</param>
/// <param name="Error">Progress, warnings, failures.</param>
public sealed record Terminal(TextWriter Out, TextWriter Error)
{
    /// <summary>Columns of a table that goes to a file or a pipe, where COLUMNS does not say otherwise: wide enough that no row is folded.</summary>
    private const int FileWidth = 200;

    /// <summary>No line of words is longer than the table above it or this.</summary>
    internal const int LeastWidth = 80;

    /// <summary>Whether results are read by a person at a terminal, who gets colours.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether talk is read by a person at a terminal, who gets a progress bar.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns.</summary>
    public int Width { get; init; } = FileWidth;

    /// <summary>Opens the stream of results for bytes: an array, a picture.</summary>
    public Func<Stream> OpenBytes { get; init; } = Console.OpenStandardOutput;

    /// <summary>Set when the person asks to stop.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The wish to stop itself, for what must not be cut short.</summary>
    public StopSignal Stop { get; init; } = new();

    /// <summary>Bytes of memory that a run may fill: the machine's, or the limit of the container or of the runtime, whichever is less.</summary>
    public long MemoryBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes is var bytes and > 0 ? bytes : long.MaxValue;

    /// <summary>Bytes that the disk of a folder has left for this user.</summary>
    internal Func<string, long> DiskBytes { get; init; } = static folder =>
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return long.MaxValue;
        }
    };

    /// <summary>How long a save that fails is tried again.</summary>
    internal SavePatience Patience { get; init; } = new();

    /// <summary>How long a stage of a run lasts before a reader of lines is told how long it will take.</summary>
    internal TimeSpan BeforeNotice { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The least time between two drawings of a progress bar; with none, it is drawn at whatever it is told.</summary>
    internal TimeSpan BetweenDrawings { get; init; } = TimeSpan.FromMilliseconds(100);

    // The shells' own word for the width of a screen, by which other programs go too.
    private static int? Columns =>
        int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out int columns) && columns > 0 ? columns : null;

    /// <summary>The process's own streams.</summary>
    public static Terminal OfConsole(StopSignal stop) => new(
        StandardStreams.HasOutput ? Console.Out : ClosedWriter.Only,
        StandardStreams.HasError ? Console.Error : TextWriter.Null)
    {
        OpenBytes = StandardStreams.HasOutput ? Console.OpenStandardOutput : static () => throw ClosedWriter.Fault(),
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Width = Math.Max(LeastWidth, Columns ?? (Console.IsOutputRedirected ? FileWidth : Console.WindowWidth)),
        Cancellation = stop.Token,
        Stop = stop,
    };

    /// <summary>The same where results are one file that goes to standard output, so that all words go with the talk.</summary>
    internal Terminal WithWordsAside() => this with { Out = Error, OutIsTerminal = ErrorIsTerminal };

    /// <summary>The same streams, as the program writes to them.</summary>
    internal Terminal Guarded() => this with { Out = new ResultWriter(Out), Error = new TalkWriter(Error) };
}

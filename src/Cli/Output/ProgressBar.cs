using System.Diagnostics;
using ScoreSde.Data;

namespace ScoreSde.Cli.Output;

/// <summary>
/// One line on the error writer that is drawn over itself, removed at the end. Where no person watches, nothing is written.
/// Told from any thread.
/// </summary>
internal sealed class ProgressBar : IProgress<double>, IDisposable
{
    private const int Cells = 24;
    private readonly string title;
    private readonly Terminal terminal;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Lock drawing = new();
    private long nextAt;
    private int drawnLength;

    public ProgressBar(string title, Terminal terminal)
    {
        this.title = Excerpt.Of(title);
        this.terminal = terminal;
    }

    /// <summary>This, or null where no person watches, so that no time is spent on telling.</summary>
    public IProgress<double>? IfShown => terminal.ErrorIsTerminal ? this : null;

    /// <inheritdoc/>
    public void Report(double value) => Report(value, "");

    /// <summary>Shows the fraction done, and something more behind it.</summary>
    public void Report(double value, string more) =>
        Report(value, value > 0.02 ? TimeSpan.FromSeconds(clock.Elapsed.TotalSeconds * (1 - value) / value) : null, more);

    /// <summary>Shows the fraction done, the time left where it is known, and something more behind it.</summary>
    public void Report(double value, TimeSpan? left, string more)
    {
        if (!terminal.ErrorIsTerminal || clock.Elapsed.Ticks < Volatile.Read(ref nextAt))
        {
            return;
        }

        lock (drawing)
        {
            Draw(value, left, more);
            Volatile.Write(ref nextAt, clock.Elapsed.Ticks + terminal.BetweenDrawings.Ticks);
        }
    }

    /// <summary>Removes the line.</summary>
    public void Dispose()
    {
        if (drawnLength > 0)
        {
            terminal.Error.Write($"\r{new string(' ', drawnLength)}\r");
            drawnLength = 0;
        }
    }

    private void Draw(double value, TimeSpan? left, string more)
    {
        int full = (int)(Cells * Math.Clamp(value, 0, 1));
        string rest = left is { } time ? $", {(int)time.TotalMinutes}:{time.Seconds:00} left" : "";
        string line = $"{title} [{new string('#', full)}{new string('.', Cells - full)}] {100 * value,3:F0} %{rest}{more}";
        line = line[..Math.Min(line.Length, terminal.Width - 1)];
        terminal.Error.Write($"\r{line.PadRight(drawnLength)}");
        drawnLength = Math.Max(drawnLength, line.Length);
    }
}

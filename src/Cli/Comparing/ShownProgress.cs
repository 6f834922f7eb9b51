using ScoreSde.Cli.Output;
using ScoreSde.Comparison;

namespace ScoreSde.Cli.Comparing;

/// <summary>The progress of a comparison as a line for the person who watches: one for each phase, since the time that is left is that of a phase.</summary>
internal sealed class ShownProgress(Terminal terminal) : IProgress<ComparisonProgress>, IDisposable
{
    private readonly Lock changing = new();
    private ProgressBar? bar;
    private string title = "";

    /// <summary>This, or null where no person watches, so that no time is spent on telling.</summary>
    public IProgress<ComparisonProgress>? IfShown => terminal.ErrorIsTerminal ? this : null;

    /// <inheritdoc/>
    public void Report(ComparisonProgress value)
    {
        lock (changing)
        {
            string now = value.Phase.Length == 0 ? value.Problem : $"{value.Problem}, {value.Phase}";
            if (bar is null || now != title)
            {
                bar?.Dispose();
                title = now;
                bar = new ProgressBar(now, terminal);
            }

            bar.Report(value.Fraction, value.Now.Length == 0 ? "" : $", {value.Now}");
        }
    }

    /// <summary>Removes the line.</summary>
    public void Dispose() => bar?.Dispose();
}

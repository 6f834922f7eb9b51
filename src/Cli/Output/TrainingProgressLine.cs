using System.Diagnostics;
using ScoreSde.Training;

namespace ScoreSde.Cli.Output;

/// <summary>How a training run stands: a bar with loss, rate and remaining time at a terminal, else a line for each tenth of the run.</summary>
internal sealed class TrainingProgressLine(int steps, int first, Terminal terminal) : IProgress<TrainingProgress>, IDisposable
{
    private const int Lines = 10;
    private readonly ProgressBar bar = new("training", terminal);
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private int linesWritten = (int)((long)first * Lines / steps);

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        double rate = (value.Step - first) / Math.Max(clock.Elapsed.TotalSeconds, 1e-9);
        if (terminal.ErrorIsTerminal)
        {
            bar.Report((double)value.Step / steps, TimeSpan.FromSeconds((steps - value.Step) / rate), $", loss {value.SmoothedLoss:F4}, {rate:F0} steps/s");
            return;
        }

        int line = (int)((long)value.Step * Lines / steps);
        if (line > linesWritten)
        {
            linesWritten = line;
            terminal.Error.WriteLine($"step {value.Step} of {steps}, loss {value.SmoothedLoss:F4}, {rate:F0} steps/s");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => bar.Dispose();
}

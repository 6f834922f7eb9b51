using System.Diagnostics;
using ScoreSde.Training;

namespace ScoreSde.Cli.Keeping;

/// <summary>Hears of each step, and pauses the training when it is time to save.</summary>
internal sealed class SavePoint(IProgress<TrainingProgress> listener, SaveInterval interval, CancellationTokenSource pause) : IProgress<TrainingProgress>
{
    private readonly Stopwatch clock = Stopwatch.StartNew();

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        listener.Report(value);
        if ((interval.Steps is { } steps && value.Step % steps == 0) || clock.Elapsed >= interval.Time)
        {
            pause.Cancel();
        }
    }
}

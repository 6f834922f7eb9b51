using ScoreSde.Training;

namespace ScoreSde.Cli.Keeping;

/// <summary>
/// The losses of a training run for its figure: of each of at most a thousand equal parts of the run the least, the greatest and the moving average at its end. What a resumed
/// run did before is known by the means of its blocks alone.
/// </summary>
/// <param name="listener">Hears of each step too.</param>
internal sealed class LossCurve(IProgress<TrainingProgress> listener) : IProgress<TrainingProgress>
{
    private const int Parts = 1000;

    private readonly List<(double Step, double Loss)> single = [];
    private readonly List<(double Step, double Loss)> smoothed = [];
    private int part = -1;
    private (double Step, double Loss) low;
    private (double Step, double Loss) high;

    /// <summary>The losses of batches, by the number of their step.</summary>
    public IReadOnlyList<(double Step, double Loss)> Single => [.. single, .. Open()];

    /// <summary>Their moving average; before a resumed run's first step, means of blocks.</summary>
    public IReadOnlyList<(double Step, double Loss)> Smoothed => smoothed;

    /// <summary>Takes the means of a run that is gone on with.</summary>
    public void Take(LossHistory before)
    {
        for (int i = 0; i < before.Means.Count; i++)
        {
            smoothed.Add(((i + 0.5) * before.BlockSteps, before.Means[i]));
        }
    }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        listener.Report(value);
        (double Step, double Loss) now = (value.Step, value.Loss);
        int own = (int)((long)(value.Step - 1) * Parts / value.Steps);
        if (own != part)
        {
            single.AddRange(Open());
            (part, low, high) = (own, now, now);
            smoothed.Add((value.Step, value.SmoothedLoss));
            return;
        }

        low = now.Loss < low.Loss ? now : low;
        high = now.Loss > high.Loss ? now : high;
        smoothed[^1] = (value.Step, value.SmoothedLoss);
    }

    // The two ends of the part in their order, each once.
    private IEnumerable<(double Step, double Loss)> Open() => part < 0 ? [] : new[] { low, high }.Distinct().OrderBy(static point => point.Step);
}

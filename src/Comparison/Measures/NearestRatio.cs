using ScoreSde.Metrics;

namespace ScoreSde.Comparison.Measures;

/// <summary>The median distance of samples to their nearest training row over that of held-out rows.</summary>
/// <param name="check">How it is told.</param>
/// <param name="training">Training rows.</param>
/// <param name="heldOut">Held-out rows.</param>
public sealed class NearestRatio(CopyingCheck check, Samples training, Samples heldOut) : Measure(new("nearestRatio", "nearest", MeasureGoal.LikeFloor) { Title = "ratio of nearest distances" })
{
    /// <inheritdoc/>
    public override MetricValue Of(Samples samples) => new(check.Evaluate(training, heldOut, samples).MedianRatio, 0);
}

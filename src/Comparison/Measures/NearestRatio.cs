using ScoreSde.Metrics;

namespace ScoreSde.Comparison.Measures;

/// <summary>The median distance of samples to their nearest training row over that of held-out rows.</summary>
/// <param name="baseline">How near real rows come.</param>
public sealed class NearestRatio(CopyingBaseline baseline) : Measure(new("nearestRatio", "nearest", MeasureGoal.LikeFloor) { Title = "ratio of nearest distances" })
{
    /// <inheritdoc/>
    public override MetricValue Of(Samples samples) => new(baseline.Evaluate(samples).MedianRatio, 0);
}

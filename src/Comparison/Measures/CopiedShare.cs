using ScoreSde.Metrics;

namespace ScoreSde.Comparison.Measures;

/// <summary>The share of samples that lie nearer to a training row than 1 % of held-out rows do.</summary>
/// <param name="baseline">How near real rows come.</param>
public sealed class CopiedShare(CopyingBaseline baseline) : Measure(new("copiedShare", "copied", MeasureGoal.LikeFloor) { Title = "share copied" })
{
    /// <inheritdoc/>
    public override MetricValue Of(Samples samples) => ToValue(baseline.Evaluate(samples));

    private static MetricValue ToValue(CopyingReport report) => new(report.CopiedShare, report.CopiedShareError);
}

using ScoreSde.Metrics;

namespace ScoreSde.Comparison.Measures;

/// <summary>The share of samples that lie nearer to a training row than 1 % of held-out rows do.</summary>
/// <param name="check">How it is told.</param>
/// <param name="training">Training rows.</param>
/// <param name="heldOut">Held-out rows.</param>
public sealed class CopiedShare(CopyingCheck check, Samples training, Samples heldOut) : Measure(new("copiedShare", "copied", MeasureGoal.LikeFloor) { Title = "share copied" })
{
    /// <inheritdoc/>
    public override MetricValue Of(Samples samples) => ToValue(check.Evaluate(training, heldOut, samples));

    private static MetricValue ToValue(CopyingReport report) => new(report.CopiedShare, report.CopiedShareError);
}

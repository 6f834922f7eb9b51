using ScoreSde.Metrics;

namespace ScoreSde.Comparison.Measures;

/// <summary>One number that tells how good samples are.</summary>
/// <param name="facts">What a report says of it.</param>
public abstract class Measure(MeasureFacts facts)
{
    /// <summary>What a report says of it.</summary>
    public MeasureFacts Facts { get; } = facts;

    /// <summary>Whether it means something for a method that draws noise, or for one that draws none.</summary>
    public virtual bool AppliesTo(bool isStochastic) => true;

    /// <summary>The value for samples in the data's units.</summary>
    public abstract MetricValue Of(Samples samples);
}

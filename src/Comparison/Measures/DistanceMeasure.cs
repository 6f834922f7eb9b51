using ScoreSde.Metrics;

namespace ScoreSde.Comparison.Measures;

/// <summary>A distance of samples from real data.</summary>
/// <param name="metric">The distance.</param>
/// <param name="distance">The same from real rows.</param>
public sealed class DistanceMeasure(ISampleMetric metric, IDistanceFromTruth distance)
    : Measure(new((metric ?? throw new ArgumentNullException(nameof(metric))).Name, HeadOf(metric), metric is LogDensityGap ? MeasureGoal.Zero : MeasureGoal.Low) { Title = TitleOf(metric) })
{
    /// <inheritdoc/>
    public override MetricValue Of(Samples samples) => distance.Evaluate(samples);

    private static string TitleOf(ISampleMetric metric) => metric switch
    {
        SlicedWasserstein => "sliced Wasserstein distance",
        EnergyDistance => "energy distance",
        FrechetDistance => "squared Fréchet distance",
        LogDensityGap => "gap of ln p",
        _ => metric.Name,
    };

    private static string HeadOf(ISampleMetric metric) => metric switch
    {
        SlicedWasserstein => "sliced W2",
        EnergyDistance => "energy",
        FrechetDistance => "Fréchet²",
        LogDensityGap => "Δ ln p",
        _ => metric.Name,
    };
}

using ScoreSde.Metrics;

namespace ScoreSde.Comparison.Measures;

/// <summary>A distance of samples from real data in the features of a network.</summary>
/// <param name="metric">The distance.</param>
/// <param name="map">The network, whose last answer is kept for the next distance (<see cref="KeptFeatures"/>).</param>
/// <param name="distance">The same from the features of real rows.</param>
public sealed class FeatureMeasure(ISampleMetric metric, KeptFeatures map, IDistanceFromTruth distance) : Measure(FactsOf(metric))
{
    /// <summary>What a report says of a distance in features.</summary>
    public static MeasureFacts FactsOf(ISampleMetric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return metric is FrechetDistance
            ? new("featureFrechet", "Fréchet² f", MeasureGoal.Low)
            : new($"feature{char.ToUpperInvariant(metric.Name[0])}{metric.Name[1..]}", $"{(metric is EnergyDistance ? "energy" : metric.Name)} f", MeasureGoal.Low);
    }

    /// <inheritdoc/>
    public override MetricValue Of(Samples samples) => distance.Evaluate(map.Of(samples));
}

namespace ScoreSde.Metrics;

/// <summary>A metric of which nothing is kept from one evaluation to the next.</summary>
internal sealed class PlainDistance(ISampleMetric metric, Samples truth) : IDistanceFromTruth
{
    /// <inheritdoc/>
    public MetricValue Evaluate(Samples samples) => metric.Evaluate(truth, samples);

    /// <inheritdoc/>
    public double Distance(Samples samples) => metric.Distance(truth, samples);
}

using ScoreSde.Metrics;

namespace ScoreSde.Comparison.Measures;

/// <summary>The share of samples whose label their nearest training rows give back.</summary>
/// <param name="classifier">Tells a row's label.</param>
/// <param name="labelOf">The class of each sample.</param>
public sealed class LabelAgreement(NearestNeighbourClassifier classifier, Func<long, int> labelOf)
    : Measure(new("labelAgreement", "label", MeasureGoal.AsReal) { Title = "share of labels given back" })
{
    /// <inheritdoc/>
    public override MetricValue Of(Samples samples) =>
        classifier.Agreement(samples, [.. Enumerable.Range(0, samples.Count).Select(sample => labelOf(sample))]);
}

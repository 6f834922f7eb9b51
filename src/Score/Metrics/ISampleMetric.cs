namespace ScoreSde.Metrics;

/// <summary>
/// A distance between two sets of samples, 0 where they agree. A pure function of the values: the same bits for the same samples and
/// settings on any number of threads.
/// </summary>
public interface ISampleMetric
{
    /// <summary>The key in reports: <c>slicedWasserstein</c>, <c>energyDistance</c>, <c>frechet</c>.</summary>
    string Name { get; }

    /// <summary>The distance of <paramref name="samples"/> from <paramref name="truth"/>, and its standard error.</summary>
    /// <exception cref="ArgumentException">The dimensions differ, or there are too few rows.</exception>
    MetricValue Evaluate(Samples truth, Samples samples);

    /// <summary>The distance alone, for metrics whose error costs more than their value.</summary>
    /// <exception cref="ArgumentException">The dimensions differ, or there are too few rows.</exception>
    double Distance(Samples truth, Samples samples) => Evaluate(truth, samples).Value;

    /// <summary>The same from rows that stay: what they alone make of it is worked out once.</summary>
    IDistanceFromTruth Against(Samples truth) => new PlainDistance(this, truth);
}

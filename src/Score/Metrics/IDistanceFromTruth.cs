namespace ScoreSde.Metrics;

/// <summary>A distance from rows that are known beforehand, whose own part in it is worked out once, when it is first asked for.</summary>
public interface IDistanceFromTruth
{
    /// <summary>As <see cref="ISampleMetric.Evaluate"/> with these rows as truth, to the bit.</summary>
    /// <exception cref="ArgumentException">The dimensions differ, or there are too few rows.</exception>
    MetricValue Evaluate(Samples samples);

    /// <summary>As <see cref="ISampleMetric.Distance"/> with these rows as truth, to the bit.</summary>
    /// <exception cref="ArgumentException">The dimensions differ, or there are too few rows.</exception>
    double Distance(Samples samples) => Evaluate(samples).Value;
}

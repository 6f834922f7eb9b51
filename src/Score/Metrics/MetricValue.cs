namespace ScoreSde.Metrics;

/// <summary>What a metric gave and how far chance may have moved it.</summary>
/// <param name="Value">The value.</param>
/// <param name="StandardError">One standard deviation of the value over repetitions with fresh samples, estimated.</param>
public readonly record struct MetricValue(double Value, double StandardError);

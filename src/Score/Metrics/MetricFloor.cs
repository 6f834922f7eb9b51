using ScoreSde.Data;
using ScoreSde.Noise;

namespace ScoreSde.Metrics;

/// <summary>
/// What a metric gives for real data against real data: no sampler can be told from the truth below it. A floor holds for the sizes at
/// which it was taken, and falls as they grow.
/// </summary>
public static class MetricFloor
{
    /// <summary>
    /// The mean over <paramref name="splits"/> random halvings of the data, the halves against each other; the error is that of one
    /// halving, the standard deviation over them, since a table's row is one draw too.
    /// </summary>
    /// <exception cref="ArgumentException">There are too few rows for the metric.</exception>
    public static MetricValue OfHalves(ISampleMetric metric, Samples data, ulong seed = 0, int splits = 8)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentOutOfRangeException.ThrowIfLessThan(splits, 2);
        int half = data.Count / 2;
        return Spread(splits, split =>
        {
            int[] order = RandomOrder.Of(data.Count, new NoiseKey(seed, 0x1000 + (uint)split, NoisePurpose.Metric));
            return metric.Distance(data.Select(order.AsSpan(0, half)), data.Select(order.AsSpan(half, half)));
        });
    }

    /// <summary>
    /// A perfect sampler's value at given sizes: random sub-sets of <paramref name="count"/> other real rows against the same truth;
    /// mean and standard deviation over the sub-sets.
    /// </summary>
    /// <param name="metric">The metric.</param>
    /// <param name="truth">The real rows that samples are compared with.</param>
    /// <param name="others">Other real rows, in the place of samples.</param>
    /// <param name="count">Rows in a sub-set; all others if there are no more.</param>
    /// <param name="seed">The seed of the sub-sets.</param>
    /// <param name="draws">Sub-sets.</param>
    public static MetricValue OfOthers(ISampleMetric metric, Samples truth, Samples others, int count, ulong seed = 0, int draws = 8)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return OfOthers(metric.Against(truth), others, count, seed, draws);
    }

    /// <summary>The same by a distance whose truth is known.</summary>
    /// <param name="distance">The distance.</param>
    /// <param name="others">Other real rows, in the place of samples.</param>
    /// <param name="count">Rows in a sub-set; all others if there are no more.</param>
    /// <param name="seed">The seed of the sub-sets.</param>
    /// <param name="draws">Sub-sets.</param>
    public static MetricValue OfOthers(IDistanceFromTruth distance, Samples others, int count, ulong seed = 0, int draws = 8)
    {
        ArgumentNullException.ThrowIfNull(distance);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 2);
        return count >= others.Count
            ? distance.Evaluate(others)
            : Spread(draws, draw => distance.Distance(MetricSamples.Cap(others, count, seed, 0x2000 + (uint)draw)));
    }

    private static MetricValue Spread(int times, Func<int, double> draw)
    {
        double[] values = [.. Enumerable.Range(0, times).Select(draw)];
        double mean = values.Average();
        return new(mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (times - 1)));
    }
}

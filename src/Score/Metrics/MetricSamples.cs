using ScoreSde.Data;
using ScoreSde.Noise;

namespace ScoreSde.Metrics;

/// <summary>What metrics ask of their arguments, and the sub-sets they draw.</summary>
internal static class MetricSamples
{
    public static void Check(Samples truth, Samples samples, int least)
    {
        if (truth.Dimension != samples.Dimension)
        {
            throw new ArgumentException($"Samples of {samples.Dimension} numbers cannot be compared with data of {truth.Dimension}.", nameof(samples));
        }

        if (Math.Min(truth.Count, samples.Count) < least)
        {
            throw new ArgumentException($"The metric needs {least} rows of each; there are {truth.Count} and {samples.Count}.", nameof(samples));
        }
    }

    /// <summary>All rows, or a random sub-set of <paramref name="cap"/> rows keyed by the seed.</summary>
    public static Samples Cap(Samples samples, int cap, ulong seed, uint interval) => samples.Count <= cap
        ? samples
        : samples.Select(RandomOrder.Of(samples.Count, new NoiseKey(seed, interval, NoisePurpose.Metric)).AsSpan(0, cap));
}

using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Metrics;

/// <summary>
/// Mean ln p over the data less mean ln p over the samples, p the data's exact density; in nats. Positive: the samples lie where the data is
/// thin (too wide, between modes); negative: they crowd where it is dense; 0 for the right law.
/// </summary>
/// <remarks>
/// It sees the inside of a mode far below the resolution of a Wasserstein distance, whose floor is set by chance in the modes' counts: a
/// variance that is too large by a share q in each of d directions gives q d/2. It does not see a mode that is missing.
/// </remarks>
/// <param name="Law">The data's law.</param>
/// <param name="Level">The noise level of the samples, t = 0 for data.</param>
public sealed record LogDensityGap(GaussianMixture Law, NoiseLevel Level) : ISampleMetric
{
    /// <inheritdoc/>
    public string Name => "logDensityGap";

    /// <inheritdoc/>
    public MetricValue Evaluate(Samples truth, Samples samples)
    {
        MetricSamples.Check(truth, samples, least: 2);
        MetricValue expected = MeanLogDensity(truth);
        MetricValue found = MeanLogDensity(samples);
        return new(expected.Value - found.Value, double.Hypot(expected.StandardError, found.StandardError));
    }

    private MetricValue MeanLogDensity(Samples samples)
    {
        var x = new double[samples.Dimension];
        double mean = 0;
        double squares = 0;
        for (int row = 0; row < samples.Count; row++)
        {
            ReadOnlySpan<float> from = samples[row];
            for (int j = 0; j < x.Length; j++)
            {
                x[j] = from[j];
            }

            // Welford's update: no cancellation where ln p is large and steady.
            double value = Law.LogDensity(x, Level);
            double off = value - mean;
            mean += off / (row + 1);
            squares += off * (value - mean);
        }

        return new(mean, Math.Sqrt(squares / (samples.Count - 1) / samples.Count));
    }
}

namespace ScoreSde.Metrics;

/// <summary>
/// Does a sampler repeat its training rows? Compares the distances of samples from their nearest training rows with those of held-out real
/// rows. C. Meehan, K. Chaudhuri, S. Dasgupta, A non-parametric test to detect data-copying in generative models, 2020 (the idea).
/// </summary>
public sealed record CopyingCheck
{
    /// <summary>The quantile below which a distance counts as close: 1 %.</summary>
    public const double LowQuantile = 0.01;

    /// <summary>The most samples and held-out rows that are looked at; of more, random sub-sets keyed by the seed.</summary>
    public int Cap { get; init; } = 2_000;

    /// <summary>The seed of the sub-sets.</summary>
    public ulong Seed { get; init; }

    /// <summary>Looks for copies; all rows in the same units.</summary>
    /// <exception cref="ArgumentException">The dimensions differ, or there are fewer than two rows of a kind.</exception>
    public CopyingReport Evaluate(Samples training, Samples heldOut, Samples samples)
    {
        MetricSamples.Check(training, samples, least: 2);
        return Against(new KnownRows(training), heldOut).Evaluate(samples);
    }

    /// <summary>The same of rows that stay.</summary>
    /// <exception cref="ArgumentException">The dimensions differ, or there are fewer than two rows of a kind.</exception>
    public CopyingBaseline Against(KnownRows training, Samples heldOut)
    {
        ArgumentNullException.ThrowIfNull(training);
        MetricSamples.Check(training.Rows, heldOut, least: 2);
        Require.Positive(Cap);
        return new(this, training, heldOut);
    }
}

namespace ScoreSde.Metrics;

/// <summary>
/// The energy distance 2E|X − Y| − E|X − X′| − E|Y − Y′| ≥ 0, as it is, without a root; in units of x. G. Székely and M. Rizzo,
/// Energy statistics, 2013.
/// </summary>
/// <remarks>
/// The default is the V-statistic: the means run over all pairs, i = j included, so that it is the distance of the two empirical laws,
/// never negative, and E|X − X′|/n + E|Y − Y′|/m in the mean when the laws agree. <see cref="Unbiased"/> leaves i = j out: the
/// U-statistic, 0 in the mean when they agree. Its cost is O(n m d). The standard error is the jackknife's over single rows of both
/// sides; when the laws agree it is too large rather than too small (a degenerate statistic: by √2 in the limit).
/// </remarks>
public sealed record EnergyDistance : ISampleMetric
{
    /// <inheritdoc/>
    public string Name => "energyDistance";

    /// <summary>Whether pairs of a row with itself are left out.</summary>
    public bool Unbiased { get; init; }

    /// <summary>The most rows of either side that are used; of more, a random sub-set keyed by the seed.</summary>
    public int Cap { get; init; } = 10_000;

    /// <summary>The seed of the sub-sets.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public MetricValue Evaluate(Samples truth, Samples samples) => Against(truth).Evaluate(samples);

    /// <inheritdoc/>
    public IDistanceFromTruth Against(Samples truth) => new EnergyFromTruth(this, truth);
}

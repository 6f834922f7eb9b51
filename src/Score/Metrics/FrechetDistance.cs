namespace ScoreSde.Metrics;

/// <summary>
/// The squared Fréchet (Wasserstein-2) distance of Gaussians fitted to the two sides, in (unit of x)²:
/// |m₁ − m₂|² + tr C₁ + tr C₂ − 2 tr (C₁^½ C₂ C₁^½)^½. D. Dowson and B. Landau, 1982; the FID of Heusel et al. 2017, on raw values.
/// </summary>
/// <remarks>
/// With C = RᵀR the last trace is the sum of the singular values of R₁R₂ᵀ: no matrix root is formed and no digits are lost where a
/// covariance is singular, as with pixels that are always 0. The standard error is the jackknife's over <see cref="Groups"/> random groups
/// of rows, left out of both sides together. The cost is O(n d² + Groups · d³).
/// </remarks>
public sealed record FrechetDistance : ISampleMetric
{
    /// <inheritdoc/>
    public string Name => "frechet";

    /// <summary>Groups of the jackknife; at least 2.</summary>
    public int Groups { get; init; } = 10;

    /// <summary>The seed of the groups.</summary>
    public ulong Seed { get; init; }

    /// <summary>The squared distance of two Gaussians.</summary>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static double Squared(GaussianFit first, GaussianFit second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        int d = first.Mean.Length;
        if (second.Mean.Length != d || first.Covariance.Length != d * d || second.Covariance.Length != d * d)
        {
            throw new ArgumentException("The Gaussians differ in dimension.", nameof(second));
        }

        return GaussianSide.Squared(new GaussianSide(first), new GaussianSide(second));
    }

    /// <inheritdoc/>
    public MetricValue Evaluate(Samples truth, Samples samples) => Against(truth).Evaluate(samples);

    /// <inheritdoc/>
    public double Distance(Samples truth, Samples samples) => Against(truth).Distance(samples);

    /// <inheritdoc/>
    public IDistanceFromTruth Against(Samples truth) => new FrechetFromTruth(this, truth);
}

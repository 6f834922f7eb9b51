using ScoreSde.Noise;

namespace ScoreSde.Metrics;

/// <summary>
/// The sliced Wasserstein-2 distance √(mean over unit vectors θ of W₂²(θ·X, θ·Y)), in units of x: a shift by a gives |a|/√d. On a line,
/// W₂² = ∫₀¹ (F⁻¹(u) − G⁻¹(u))² du, exact for the two empirical laws whatever their sizes. N. Bonneel et al., 2015.
/// </summary>
/// <remarks>
/// In the plane the directions are equally spaced angles, elsewhere random ones keyed by the seed: the same for every call, so that their
/// choice shifts all values of a table together. The standard error speaks of the samples, by the infinitesimal jackknife: the derivative
/// of W₂² in the weight of a row is its Kantorovich potential φ(x) = 2∫(x − T(x))dx. When the laws agree the error is
/// too large rather than too small, by about √2: W₂² is then quadratic in the weights.
/// </remarks>
public sealed record SlicedWasserstein : ISampleMetric
{
    /// <inheritdoc/>
    public string Name => "slicedWasserstein";

    /// <summary>How many directions are used.</summary>
    public int Directions { get; init; } = 128;

    /// <summary>The most rows of either side that are used; of more, a random sub-set keyed by the seed.</summary>
    public int Cap { get; init; } = 100_000;

    /// <summary>The seed of directions and sub-sets.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public MetricValue Evaluate(Samples truth, Samples samples)
    {
        MetricSamples.Check(truth, samples, least: 2);
        Require.Positive(Directions);
        Require.Positive(Cap);
        var x = new SlicedSide(MetricSamples.Cap(truth, Cap, Seed, 1));
        var y = new SlicedSide(MetricSamples.Cap(samples, Cap, Seed, 2));
        var direction = new float[truth.Dimension];
        double sum = 0;
        for (int l = 0; l < Directions; l++)
        {
            WriteDirection(direction, l);
            x.Project(direction);
            y.Project(direction);
            sum += SlicedSide.Couple(x, y);
            x.AddPotential();
            y.AddPotential();
        }

        double square = sum / Directions;
        double error = Math.Sqrt(x.PotentialVariance(Directions) + y.PotentialVariance(Directions));
        double value = Math.Sqrt(square);
        return new(value, value > 0 ? error / (2 * value) : 0);
    }

    private void WriteDirection(Span<float> direction, int index)
    {
        Span<double> exact = direction.Length <= 1024 ? stackalloc double[direction.Length] : new double[direction.Length];
        if (direction.Length == 2)
        {
            (exact[1], exact[0]) = Math.SinCos(Math.PI * (index + 0.5) / Directions);
        }
        else
        {
            Normals.Write(exact, exact.Length, index, 1, new NoiseKey(Seed, Interval: 0, NoisePurpose.Metric), add: false);
        }

        double square = 0;
        foreach (double part in exact)
        {
            square += part * part;
        }

        for (int k = 0; k < exact.Length; k++)
        {
            direction[k] = (float)(exact[k] / Math.Sqrt(square));
        }
    }
}

using ScoreSde.Processes;

namespace ScoreSde.Guidance;

/// <summary>
/// The noise levels at which guidance acts: Low &lt; σ/α ≤ High, in the unit of the data. Elsewhere the conditional model stands alone, w = 1, and
/// is asked once. Kynkäänniemi et al. 2024 (arXiv:2404.07724), eq. (5), whose σ is σ/α.
/// </summary>
public sealed record GuidanceInterval
{
    /// <param name="low">The level below and at which there is no guidance; 0 for guidance down to the data.</param>
    /// <param name="high">The level above which there is none; +∞ for guidance from pure noise on.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 ≤ low &lt; high.</exception>
    public GuidanceInterval(double low, double high)
    {
        Low = double.IsFinite(low) && low >= 0
            ? low
            : throw new ArgumentOutOfRangeException(nameof(low), low, "low must be finite and at least 0.");
        High = high > low
            ? high
            : throw new ArgumentOutOfRangeException(nameof(high), high, $"high must be above {low}.");
    }

    /// <summary>The open lower end, σ/α.</summary>
    public double Low { get; }

    /// <summary>The closed upper end, σ/α.</summary>
    public double High { get; }

    /// <summary>Whether Low &lt; σ/α ≤ High.</summary>
    public bool Contains(NoiseLevel level) => level.Ratio > Low && level.Ratio <= High;
}

using ScoreSde.Verification.Laws;

namespace ScoreSde.Tests.Slips.Sized;

/// <summary>A coefficient that is off by a known amount, the law that is to see it, and the case to look at.</summary>
/// <param name="Law">The law's name; a name that ends in a slash stands for the laws of that kind of all solvers.</param>
/// <param name="Size">The amount at which the law's figure is off by one to two tolerances.</param>
/// <param name="Parts">The parts with a slip of a given amount; none where it is 0.</param>
internal sealed record SizedSlip(string Law, double Size, Func<double, Parts> Parts)
{
    /// <summary>The beginning of the figure's name where the law has several tolerances; null for the one that is furthest off.</summary>
    public string? Figure { get; init; }

    /// <summary>Which case of the law's.</summary>
    public int Case { get; init; }

    /// <summary>Whether the law lets nothing pass, so that the smallest slip of its kind fails and only none passes.</summary>
    public bool IsExact { get; init; }

    /// <summary>The part of the amount that passes.</summary>
    public double Passes { get; init; } = 0.5;

    public override string ToString() => Figure is null ? Law : $"{Law}, {Figure}";
}

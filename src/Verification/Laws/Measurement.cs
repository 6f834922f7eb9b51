using ScoreSde.Verification.Instruments;

namespace ScoreSde.Verification.Laws;

/// <summary>One comparison: what was measured against what theory says.</summary>
/// <param name="What">Which quantity, in a few words or letters.</param>
/// <param name="Measured">The figure that the part under test gave.</param>
/// <param name="Expected">The figure of theory, or a bound.</param>
/// <param name="Tolerance">How far apart two equal figures may be; absolute.</param>
/// <param name="Relation">Equal, at most or at least.</param>
public readonly record struct Measurement(string What, double Measured, double Expected, double Tolerance, Relation Relation)
{
    /// <summary>What is to be said of it although it passes; null for nothing.</summary>
    public string? Remark { get; init; }

    /// <summary>The share of a number's size that the tolerance was made of; null where it was given as it is.</summary>
    public double? Share { get; init; }

    /// <summary>Why the figure decides nothing, with what was seen of it; null where it does.</summary>
    public string? Undecided { get; init; }

    /// <summary>The deviation in units of what is allowed: more than 1 fails, and so does anything that is not a number.</summary>
    public double Excess
    {
        get
        {
            if (Undecided is not null)
            {
                return 0;
            }

            double off = Relation switch
            {
                Relation.AtMost => Math.Max(0, Measured - Expected),
                Relation.AtLeast => Math.Max(0, Expected - Measured),
                _ => Measured == Expected ? 0 : Math.Abs(Measured - Expected),
            };
            return double.IsNaN(off) ? double.PositiveInfinity : off == 0 ? 0 : off / Tolerance;
        }
    }

    /// <summary>Equal to within <paramref name="tolerance"/>.</summary>
    public static Measurement Absolute(string what, double expected, double measured, double tolerance) =>
        new(what, measured, expected, tolerance, Relation.Equal);

    /// <summary>Equal to within <paramref name="tolerance"/> times the larger of the two.</summary>
    public static Measurement Relative(string what, double expected, double measured, double tolerance) =>
        new(what, measured, expected, tolerance * Math.Max(Math.Abs(expected), Math.Abs(measured)), Relation.Equal) { Share = tolerance };

    /// <summary>No more than a bound.</summary>
    public static Measurement AtMost(string what, double bound, double measured) => new(what, measured, bound, 0, Relation.AtMost);

    /// <summary>No less than a bound, or below it by no more than <paramref name="tolerance"/>.</summary>
    public static Measurement AtLeast(string what, double bound, double measured, double tolerance = 0) =>
        new(what, measured, bound, tolerance, Relation.AtLeast);

    /// <summary>An order no lower than the claimed one. A higher one passes with a remark; one that did not settle decides nothing.</summary>
    internal static Measurement OfOrder(string what, double claimed, SettledOrder found, double tolerance, bool higherIsLuck = false) =>
        new(what, found.Order, claimed, tolerance, higherIsLuck || found.Order > claimed + tolerance ? Relation.AtLeast : Relation.Equal)
        {
            Undecided = found.Settles ? null : found.Open,
            Remark = !found.Settles || Math.Abs(found.Order - claimed) <= tolerance || (higherIsLuck && found.Order > claimed)
                ? null
                : $"order {found.Order:F2} where {claimed} is claimed, {found.Slopes}",
        };

    /// <summary>A count that must be met exactly.</summary>
    public static Measurement Exactly(string what, double expected, double measured) => new(what, measured, expected, 0, Relation.Equal);

    /// <summary>Two lists of numbers, alike to within a share of the largest number in either.</summary>
    public static Measurement Alike(string what, ReadOnlySpan<double> expected, ReadOnlySpan<double> measured, double tolerance)
    {
        double scale = 0;
        double worst = expected.Length == measured.Length ? 0 : double.PositiveInfinity;
        int at = 0;
        for (int i = 0; i < Math.Min(expected.Length, measured.Length); i++)
        {
            scale = Math.Max(scale, Math.Max(Math.Abs(expected[i]), Math.Abs(measured[i])));
            double off = Math.Abs(expected[i] - measured[i]);
            if (!(off <= worst))
            {
                (worst, at) = (double.IsNaN(off) ? double.PositiveInfinity : off, i);
            }
        }

        Measurement found = worst == 0 || expected.IsEmpty || measured.IsEmpty
            ? Absolute(what, 0, worst, tolerance * scale)
            : Absolute($"{what}, number {at}", expected[at], measured[at], tolerance * scale);
        return found with { Share = tolerance };
    }
}

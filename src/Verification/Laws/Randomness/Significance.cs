using MathNet.Numerics;

namespace ScoreSde.Verification.Laws.Randomness;

/// <summary>
/// How far a statistic may be off: so that in a whole run, all cases of all laws together, a right part fails with a probability of at most 1e-5,
/// whatever the seed and the number of cases. Bonferroni's inequality.
/// </summary>
/// <param name="Level">The level of one comparison.</param>
internal readonly record struct Significance(double Level)
{
    /// <summary>The level of a whole run.</summary>
    public const double OfRun = 1e-5;

    // Statistical comparisons that all laws make in the cases of one number: 2 of the normal law, 5 of correlations; some are left for more.
    private const int Comparisons = 10;

    /// <summary>The level of one comparison of a law that looks at that many cases.</summary>
    public static Significance Of(int cases) => new(OfRun / (Comparisons * (double)cases));

    /// <summary>z with P(|N(0, 1)| > z) = the level.</summary>
    public double Deviations => Math.Sqrt(2) * SpecialFunctions.ErfcInv(Level);

    /// <summary>x with P(√n D > x) ≈ 2 e^(−2x²) = the level: Kolmogorov and Smirnov's bound.</summary>
    public double Kolmogorov => Math.Sqrt(Math.Log(2 / Level) / 2);

    /// <summary>How far the mean of n squares of standard normals may be from 1, by Wilson and Hilferty's cube.</summary>
    public double OffUnitVariance(int n)
    {
        double spread = 2.0 / (9 * n);
        return Math.Pow(1 - spread + (Deviations * Math.Sqrt(spread)), 3) - 1;
    }
}

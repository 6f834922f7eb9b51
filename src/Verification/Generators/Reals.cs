using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace ScoreSde.Verification.Generators;

/// <summary>Real numbers in an interval. They shrink towards fewer decimal digits and towards the interval's lower end.</summary>
public static class Reals
{
    private const int Fine = 1 << 30;

    /// <summary>Uniform in [low, high].</summary>
    public static Arbitrary<double> Between(double low, double high) =>
        Arb.From(
            Gen.Choose(0, Fine).Select(k => Math.Clamp(low + ((high - low) * ((double)k / Fine)), low, high)),
            x => Simpler(x, low, high));

    /// <summary>With a uniform logarithm, in [low, high], low &gt; 0.</summary>
    public static Arbitrary<double> LogBetween(double low, double high) =>
        Arb.From(
            Gen.Choose(0, Fine).Select(k => Math.Clamp(low * Math.Pow(high / low, (double)k / Fine), low, high)),
            x => Simpler(x, low, high));

    private static IEnumerable<double> Simpler(double x, double low, double high)
    {
        foreach (string digits in (string[])["G1", "G2", "G4", "G8"])
        {
            double rounded = double.Parse(x.ToString(digits, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (rounded == x)
            {
                yield break;
            }

            if (rounded >= low && rounded <= high)
            {
                yield return rounded;
            }
        }
    }
}

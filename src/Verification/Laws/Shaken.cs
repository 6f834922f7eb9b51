using ScoreSde.Verification.Instruments;

namespace ScoreSde.Verification.Laws;

/// <summary>
/// What the roundings of a computation come to, by Monte Carlo arithmetic: it is done again with every noise level and every weight of a sum off
/// by a random part of its last place, and the results are as far apart as roundings can make them. Parker 1997.
/// </summary>
/// <remarks>
/// A mistake in a formula moves all repetitions alike, so it does not widen what is allowed. Of six repetitions all must come out within a
/// thirtieth of the true spread for the allowance to be short.
/// </remarks>
internal static class Shaken
{
    /// <summary>Repetitions.</summary>
    public const int Times = Shake.Repetitions;

    /// <summary>How many times the widest spread is allowed.</summary>
    public const double Allowance = 30;

    /// <summary>A figure that may be off by <paramref name="tolerance"/>, or by what its roundings come to where that is more.</summary>
    /// <param name="what">Which quantity.</param>
    /// <param name="expected">The figure of theory.</param>
    /// <param name="tolerance">What the usual roundings come to; absolute.</param>
    /// <param name="measure">The computation.</param>
    public static Measurement Absolute(string what, double expected, double tolerance, Func<Shake, double> measure)
    {
        double measured = measure(default);
        var plain = Measurement.Absolute(what, expected, measured, tolerance);
        return plain.Excess <= 1 ? plain : plain with { Tolerance = Math.Max(tolerance, Allowance * Spread([measured], shake => [measure(shake)])) };
    }

    /// <summary>Two lists of numbers, alike to within a share of the largest number, or to what the roundings of both come to.</summary>
    public static Measurement Alike(string what, Func<Shake, double[]> expected, Func<Shake, double[]> measured, double tolerance)
    {
        double[] right = expected(default);
        double[] taken = measured(default);
        var plain = Measurement.Alike(what, right, taken, tolerance);
        return plain.Excess <= 1 ? plain : plain with { Tolerance = Math.Max(plain.Tolerance, Allowance * Math.Max(Spread(right, expected), Spread(taken, measured))) };
    }

    /// <summary>The largest difference of the repetitions to what was computed without shaking.</summary>
    public static double Spread(double[] values, Func<Shake, double[]> repeat)
    {
        double widest = 0;
        for (ulong seed = 1; seed <= Times; seed++)
        {
            foreach ((double first, double second) in values.Zip(repeat(new(seed))))
            {
                double off = Math.Abs(first - second);
                widest = Math.Max(widest, double.IsFinite(off) ? off : 0);
            }
        }

        return widest;
    }
}

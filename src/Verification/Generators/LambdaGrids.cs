using FsCheck;
using FsCheck.Fluent;
using ScoreSde.Processes;
using ScoreSde.TimeGrids;

namespace ScoreSde.Verification.Generators;

/// <summary>
/// Irregular grids by their steps in λ, within a factor of 30 of each other: multistep methods multiply roundings by the ratios of steps.
/// </summary>
public static class LambdaGrids
{
    private const double LowestTime = 1e-3;

    /// <summary>Two to twelve steps. They shrink by losing some.</summary>
    public static Arbitrary<double[]> Lengths { get; } = Arb.From(
        from count in Gen.Choose(2, 12)
        from lengths in Gen.ArrayOf(Reals.LogBetween(0.03, 0.9).Generator, count)
        select lengths,
        static lengths => Enumerable.Range(0, lengths.Length > 2 ? lengths.Length : 0).Select(i => (double[])[.. lengths[..i], .. lengths[(i + 1)..]]));

    /// <summary>t = 1, or σ/α = 200 where α(1) = 0 and t = 1 has no λ.</summary>
    public static NoiseLevel Top(IDiffusionProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        NoiseLevel last = process.At(1);
        return last.IsPureNoise ? process.AtLambda(-Math.Log(Grids.HighestRatio)) : last;
    }

    /// <summary>The grid from <see cref="Top"/> on with steps of those lengths in λ, all shortened by one factor where they would pass t = 0.001.</summary>
    public static TimeGrid Of(IDiffusionProcess process, double[] lengths)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(lengths);
        NoiseLevel top = Top(process);
        double lambda = top.Lambda;
        double scale = Math.Min(1, (process.At(LowestTime).Lambda - lambda) / lengths.Sum());
        var times = new List<double> { top.Time };
        foreach (double length in lengths)
        {
            lambda += scale * length;
            times.Add(process.AtLambda(lambda).Time);
        }

        return new TimeGrid("steps in λ", [.. times.Distinct()]);
    }

    /// <summary>Steps of one length in λ between two levels, the longest of at most a given length.</summary>
    public static TimeGrid Even(IDiffusionProcess process, NoiseLevel from, NoiseLevel to, double longest)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(longest);
        double range = to.Lambda - from.Lambda;
        int steps = (int)Math.Ceiling(range / longest);
        return new TimeGrid("even in λ", [from.Time, .. Enumerable.Range(1, steps - 1).Select(i => process.AtLambda(from.Lambda + (range * i / steps)).Time), to.Time]);
    }

    /// <summary>λ at u³ (4 − 3u), u = i/n, of the way between two levels: the first step is short by a factor n².</summary>
    public static TimeGrid BeginningFinely(IDiffusionProcess process, NoiseLevel from, NoiseLevel to, int steps)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        double range = to.Lambda - from.Lambda;
        return new TimeGrid("beginning finely in λ", [from.Time, .. Enumerable.Range(1, steps - 1).Select(i => process.AtLambda(from.Lambda + (range * Share((double)i / steps))).Time), to.Time]);

        static double Share(double u) => u * u * u * (4 - (3 * u));
    }
}

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

    /// <summary>The grid from t = 1 on with steps of those lengths in λ, all shortened by one factor where they would pass t = 0.001.</summary>
    public static TimeGrid Of(IDiffusionProcess process, double[] lengths)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(lengths);
        double lambda = process.At(1).Lambda;
        double scale = Math.Min(1, (process.At(LowestTime).Lambda - lambda) / lengths.Sum());
        var times = new List<double> { 1 };
        foreach (double length in lengths)
        {
            lambda += scale * length;
            times.Add(process.AtLambda(lambda).Time);
        }

        return new TimeGrid("steps in λ", [.. times.Distinct()]);
    }
}

using FsCheck;
using FsCheck.Fluent;
using ScoreSde.TimeGrids;

namespace ScoreSde.Verification.Generators;

/// <summary>Irregular time grids. They shrink by losing times.</summary>
public static class RandomGrids
{
    /// <summary>From a start up to 1 to an end at or above <paramref name="lowest"/>, up to <paramref name="steps"/> steps.</summary>
    public static Arbitrary<TimeGrid> Between(double lowest, int steps) =>
        Arb.From(
            from count in Gen.Choose(2, steps + 1)
            from times in Gen.ArrayOf(Reals.Between(lowest, 1).Generator, count)
            let distinct = times.Distinct().OrderDescending().ToArray()
            where distinct.Length > 1
            select new TimeGrid("random", distinct),
            Shorter);

    private static IEnumerable<TimeGrid> Shorter(TimeGrid grid)
    {
        double[] times = grid.Times.ToArray();
        for (int i = 0; i < times.Length && times.Length > 2; i++)
        {
            yield return new TimeGrid("random", [.. times[..i], .. times[(i + 1)..]]);
        }
    }
}

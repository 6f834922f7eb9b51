using ScoreSde.Processes;
using ScoreSde.TimeGrids;

namespace ScoreSde.Discrete;

/// <summary>
/// Which of a chain's indices 1 … T a short run visits. All three return strictly increasing indices, ready for
/// <see cref="DdpmChain.Respace"/>; the names are those in common use. Lin et al. 2024, table 2.
/// </summary>
public static class IndexGrids
{
    /// <summary>1, 1 + ⌊T/n⌋, 1 + 2⌊T/n⌋, …: starts at the first index and stops short of T.</summary>
    public static int[] Leading(int chainSteps, int steps) =>
        [.. Enumerable.Range(0, Check(chainSteps, steps)).Select(k => 1 + (k * (chainSteps / steps)))];

    /// <summary>round(T k/n), k = 1 … n: ends at T.</summary>
    public static int[] Trailing(int chainSteps, int steps) =>
        [.. Enumerable.Range(1, Check(chainSteps, steps)).Select(k => (int)Math.Round((double)chainSteps * k / steps))];

    /// <summary>n indices evenly from 1 to T, both included; T alone when n = 1.</summary>
    public static int[] Linspace(int chainSteps, int steps) => Check(chainSteps, steps) == 1
        ? [chainSteps]
        : [.. Enumerable.Range(0, steps).Select(k => (int)Math.Round(1 + ((double)(chainSteps - 1) * k / (steps - 1))))];

    /// <summary>The times i/T of indices, noisiest first, then 0.</summary>
    public static TimeGrid ToTimeGrid(DdpmChain chain, ReadOnlySpan<int> indices, string name)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var times = new double[indices.Length + 1];
        for (int k = 0; k < indices.Length; k++)
        {
            times[indices.Length - 1 - k] = chain.TimeOf(indices[k]);
        }

        return new TimeGrid(name, times);
    }

    /// <summary>
    /// What a rule makes of the indices ⌈T t_min⌉ … ⌊T t_max⌋ alone, for a model that was not trained at others: the rule's own indices for a chain as
    /// long as these, moved up.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer indices than steps.</exception>
    public static int[] Within(TimeRange range, int chainSteps, int steps, Func<int, int, int[]> rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        (int lowest, int highest) = Known(range, chainSteps);
        return [.. rule(highest - lowest + 1, steps).Select(index => index + lowest - 1)];
    }

    /// <summary>How many of a chain's indices 1 … T stand for times that a model knows.</summary>
    public static int Count(TimeRange range, int chainSteps)
    {
        (int lowest, int highest) = Known(range, chainSteps);
        return highest - lowest + 1;
    }

    private static (int Lowest, int Highest) Known(TimeRange range, int chainSteps)
    {
        ArgumentNullException.ThrowIfNull(range);
        int lowest = 1;
        int highest = Require.Positive(chainSteps);
        while (lowest <= highest && !range.Contains((double)lowest / chainSteps))
        {
            lowest++;
        }

        while (highest >= lowest && !range.Contains((double)highest / chainSteps))
        {
            highest--;
        }

        return (lowest, highest);
    }

    private static int Check(int chainSteps, int steps)
    {
        Require.Positive(chainSteps);
        Require.Positive(steps);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, chainSteps);
        return steps;
    }
}

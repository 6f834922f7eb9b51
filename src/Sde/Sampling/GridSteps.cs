using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Sampling;

/// <summary>The steps of a grid under a process, in the order in which a stepper is given them. Grids on which a model would be asked outside its range are refused.</summary>
internal static class GridSteps
{
    /// <summary>From the first time, the noisiest, to the last.</summary>
    /// <exception cref="ArgumentException">A time outside the range.</exception>
    public static GridStep[] Down(IDiffusionProcess process, TimeRange range, TimeGrid grid, ulong seed) =>
        Through([.. Within(range, grid).ToArray().Select(process.At)], seed);

    /// <summary>From the last time to the first.</summary>
    /// <exception cref="ArgumentException">A time outside the range.</exception>
    public static GridStep[] Up(IDiffusionProcess process, TimeRange range, TimeGrid grid) =>
        Through([.. Within(range, grid).ToArray().Reverse().Select(process.At)], 0);

    // t = 0 is no time at which a model is asked.
    private static ReadOnlySpan<double> Within(TimeRange range, TimeGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        foreach (double time in grid.Times)
        {
            if (time > 0 && !range.Contains(time))
            {
                throw new ArgumentException(
                    $"Grid '{grid.Name}' visits t = {time:G6}, but the model knows only times from {range.Minimum:G6} to {range.Maximum:G6}. " +
                    "Make a grid within them (Grids take the range); its last step may go on to 0.",
                    nameof(grid));
            }
        }

        return grid.Times;
    }

    private static GridStep[] Through(NoiseLevel[] levels, ulong seed)
    {
        var steps = new GridStep[levels.Length - 1];
        for (int i = 0; i < steps.Length; i++)
        {
            steps[i] = new GridStep(i, steps.Length, levels[i], levels[i + 1], seed);
        }

        return steps;
    }
}

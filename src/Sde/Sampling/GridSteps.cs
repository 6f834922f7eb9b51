using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Sampling;

/// <summary>The steps of a grid under a process, in the order in which a stepper is given them.</summary>
internal static class GridSteps
{
    /// <summary>From the first time, the noisiest, to the last.</summary>
    public static GridStep[] Down(IDiffusionProcess process, TimeGrid grid, ulong seed) =>
        Through([.. grid.Times.ToArray().Select(process.At)], seed);

    /// <summary>From the last time to the first.</summary>
    public static GridStep[] Up(IDiffusionProcess process, TimeGrid grid) => Through([.. grid.Times.ToArray().Reverse().Select(process.At)], 0);

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

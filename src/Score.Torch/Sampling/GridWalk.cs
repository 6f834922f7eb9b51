using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Torch.Sampling;

/// <summary>A grid as the steps that a solver takes.</summary>
internal static class GridWalk
{
    public static GridStep[] Steps(IDiffusionProcess process, TimeGrid grid, ulong seed)
    {
        var steps = new GridStep[grid.Steps];
        for (int i = 0; i < steps.Length; i++)
        {
            steps[i] = new GridStep(i, steps.Length, process.At(grid.Times[i]), process.At(grid.Times[i + 1]), seed);
        }

        return steps;
    }
}

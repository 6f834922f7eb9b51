using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Verification.Instruments;

/// <summary>Takes any state of any space down a grid with the real stepper of a solver: the sampler's loop without its threads.</summary>
public static class GridWalk
{
    /// <summary>Replaces x at the grid's first time by x at its last.</summary>
    public static void Run<TState>(
        ISolver solver, Problem<TState> problem, TimeGrid grid, TState x, ulong seed = 0, Action<GridStep>? afterStep = null)
    {
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(grid);
        IStepper<TState> stepper = PureNoise.Stepper(solver, problem);
        NoiseLevel from = problem.Process.At(grid.Times[0]);
        for (int i = 0; i < grid.Steps; i++)
        {
            NoiseLevel to = problem.Process.At(grid.Times[i + 1]);
            var step = new GridStep(i, grid.Steps, from, to, seed);
            stepper.Step(x, in step);
            afterStep?.Invoke(step);
            from = to;
        }
    }
}

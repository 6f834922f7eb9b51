using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Models;
using ScoreSde.Solvers;
using ScoreSde.States;

namespace ScoreSde.Cli.Runs;

/// <summary>Finds out before the work begins whether a solver, a grid and a model go together.</summary>
internal static class SolverFit
{
    /// <summary>Notes a fault where the solver refuses the model.</summary>
    public static void Check(Model model, NamedSolver solver, Faults faults)
    {
        try
        {
            var problem = new Problem<Tile<float>>(model.Process, model.Score<float>(model.TurnOf), new TileSpace<float>(1, model.Dimension));
            solver.For(UnknownMoment.Instance).CreateStepper(problem);
        }
        catch (ArgumentException refusal)
        {
            faults.Add($"Solver '{solver.Name}' does not suit model '{model.Name}': {refusal.Message}");
        }
    }

    /// <summary>The most steps within a budget of evaluations; 0 and a fault where not even one fits.</summary>
    public static int Steps(NamedSolver solver, int budget, Faults faults)
    {
        int steps = solver.Facts.StepsWithin(budget, endsAtZero: true);
        if (steps == 0)
        {
            faults.Add($"Solver '{solver.Name}' needs {solver.Facts.Evaluations(1, endsAtZero: true)} evaluations for one step, more than the {budget} allowed.");
        }

        return steps;
    }

    /// <summary>Notes a fault where the grid cannot have that many steps.</summary>
    public static void Check(Entry<GridRule> grid, int steps, Faults faults)
    {
        if (grid.Value.OnlySteps is { } only && steps != only && steps > 0)
        {
            faults.Add($"Grid '{grid.Name}' has {only} steps, not {steps}; 'scoresde grid' makes others.");
        }
        else if (steps > grid.Value.MostSteps)
        {
            faults.Add($"Grid '{grid.Name}' has at most {grid.Value.MostSteps} steps, not {steps}.");
        }
    }
}

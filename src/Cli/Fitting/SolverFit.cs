using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Models;
using ScoreSde.Paths;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Verification.Claims;

namespace ScoreSde.Cli.Fitting;

/// <summary>Finds out before the work begins whether a solver, a grid and a model go together.</summary>
internal static class SolverFit
{
    private const double TrialTime = 0.5;

    /// <summary>Notes a fault where the solver refuses the model, guided or not.</summary>
    public static void Check(Model model, NamedSolver solver, Faults faults, ModelGuidance? guided = null)
    {
        try
        {
            var space = new TileSpace<float>(1, model.Dimension);
            IScoreFunction<Tile<float>> score = guided is null ? model.Score<float>(model.TurnOf) : guided.Of<float>(model, model.TurnOf);
            solver.For(UnknownMoment.Instance).CreateStepper(new Problem<Tile<float>>(model.Process, score, space));

            // Whether two models together have products, guidance tells when it is asked for one.
            if (solver.Facts.Products is not null && score is IComposedScore and IDifferentiableScore<Tile<float>> asked)
            {
                (Tile<float> x, Tile<float> product) = (space.Allocate(), space.Allocate());
                asked.TransposedJacobianProduct(x, model.Process.At(Math.Clamp(TrialTime, model.Range.Minimum, model.Range.Maximum)), x, product);
            }
        }
        catch (Exception refusal) when (refusal is ArgumentException or NotSupportedException)
        {
            faults.Add($"Solver '{solver.Name}' does not suit model '{model.Name}': {refusal.Message}");
        }
    }

    /// <summary>Notes a fault where a solver on a path follows paths of another SDE than the one that a comparison takes for exact.</summary>
    public static void CheckRate(NamedSolver solver, Faults faults)
    {
        double rate = SolverClaims.Of(solver.Choice.Make(solver.Parameter, UnknownMoment.Instance)).NoiseRate;
        if (solver.OnPath && solver.Facts.IsStochastic && rate != 1)
        {
            faults.Add($"Solver '{solver.Name}' solves the SDE of noise rate {rate:R}, whose paths are not those of rate 1 that --path compares with.");
        }
    }

    /// <summary>Notes a fault where a grid's times are closer than a Brownian path can tell apart.</summary>
    public static void CheckPath(Model model, Entry<GridRule> grid, int steps, Faults faults)
    {
        if (!faults.None)
        {
            return;
        }

        double[] times = grid.Value.Make(model.Process, model.Range, steps).Times.ToArray();
        if (Enumerable.Range(1, times.Length - 1).Any(i => times[i - 1] - times[i] < 2 * BrownianPath<Tile<float>>.Resolution))
        {
            faults.Add($"Grid '{grid.Name}' of {steps} steps has times closer than 1e-9, which a Brownian path (--path) does not tell apart.");
        }
    }

    /// <summary>What a solver promises on a model, whose products with its Jacobian are evaluations too.</summary>
    public static SolverFacts FactsOn(Model? model, NamedSolver solver) => model is null || solver.Facts.Products is null ? solver.Facts : solver.Facts.On(model.Score<float>(model.TurnOf));

    /// <summary>The most steps within a budget of evaluations; 0 and a fault where not even one fits.</summary>
    public static int Steps(Model? model, NamedSolver solver, int budget, Faults faults)
    {
        SolverFacts facts = FactsOn(model, solver);
        int steps = facts.StepsWithin(budget, endsAtZero: true);
        if (steps == 0)
        {
            faults.Add($"Solver '{solver.Name}' needs {facts.Evaluations(1, endsAtZero: true)} evaluations for one step, more than the {budget} allowed.");
        }

        return steps;
    }

    /// <summary>Notes a fault where the grid cannot have that many steps, or asks a model at times that it does not know.</summary>
    public static void Check(Entry<GridRule> grid, Model? model, int steps, Faults faults)
    {
        TimeRange range = model?.Range ?? TimeRange.Whole;
        if (grid.Value.File is { } file)
        {
            if (steps != file.Steps && steps > 0)
            {
                faults.Add($"Grid '{grid.Name}' has {file.Steps} steps, not {steps}; 'scoresde grid' makes others.");
            }

            foreach (double time in file.Times.ToArray().Where(time => time > 0 && !range.Contains(time)).Take(1))
            {
                faults.Add(
                    $"Grid '{grid.Name}' visits t = {time:G6}, but the model was trained at times from {range.Minimum:G6} to {range.Maximum:G6} and knows no other; " +
                    "let its last step go to 0 from there.");
            }
        }
        else if (steps > grid.Value.MostSteps(range))
        {
            faults.Add($"Grid '{grid.Name}' has at most {grid.Value.MostSteps(range)} steps, not {steps}.");
        }
        else if (grid.Value.MayCrowd && model is not null && steps > 0 && IsCrowded(grid.Value, model, steps))
        {
            faults.Add($"Grid '{grid.Name}' of {steps} steps has times that no double tells apart; take fewer steps, or other numbers after the colon.");
        }
    }

    private static bool IsCrowded(GridRule rule, Model model, int steps)
    {
        try
        {
            rule.Make(model.Process, model.Range, steps);
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}

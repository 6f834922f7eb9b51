using ScoreSde.Comparison;
using ScoreSde.Comparison.Contestants;
using ScoreSde.Comparison.Problems;
using ScoreSde.Comparison.Reports;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;

namespace ScoreSde.Tests;

public sealed class FloorSearchTests
{
    private const int Most = 16;

    private static readonly ExactProblem Ring = new("ring", GaussianMixture.Ring(), new VariancePreserving(new LinearSchedule(0.1, 20)));

    private static readonly ComparisonSettings Settings = new()
    {
        Contestants = Contestant.Of(new EulerMaruyama(), new Ddim(), new Heun(), new UniPc(2)),
        Budgets = [Most],
        Samples = 1000,
        Seed = 1,
        ToFloor = true,
    };

    /// <summary>What bisection finds is the least budget of a table of all budgets from which on each is at the floor.</summary>
    [Fact]
    public void The_fewest_evaluations_are_those_of_a_table_of_all_budgets()
    {
        ProblemReport found = ComparisonRun.Execute([Ring], Settings).Problems[0];
        ProblemReport table = ComparisonRun.Execute([Ring], Settings with { ToFloor = false, FollowsPaths = false, Budgets = [.. Enumerable.Range(1, Most)] }).Problems[0];
        (string, double)[] fewest = [.. Verdict.On(found).Reaching.Select(static row => (row.Solver, row.Evaluations))];
        Assert.Equal(Verdict.On(table).Reaching.Select(static row => (row.Solver, row.Evaluations)).Order(), fewest.Order());
        Assert.True(fewest.Length >= 3);
        Assert.Equal(fewest.OrderBy(static one => one.Item2), fewest);
        Assert.True(found.Rows.Count < table.Rows.Count / 2);
        Assert.All(found.Rows, row => Assert.Equal(
            table.Rows.First(other => (other.Solver, other.Steps) == (row.Solver, row.Steps)).Metrics["energyDistance"], row.Metrics["energyDistance"]));
    }

    [Fact]
    public void One_that_fails_or_comes_too_late_has_no_number()
    {
        ProblemReport report = ComparisonRun.Execute([Ring], Settings with { Contestants = Contestant.Of(new UniPc(2), new Stumbling(MostSteps: 4), new PredictorCorrector(new ReverseDiffusion(), new AnnealedLangevin(), 1)), Budgets = [10] }).Problems[0];
        var verdict = Verdict.On(report);
        Assert.Equal(["unipc-2"], verdict.Reaching.Select(static row => row.Solver));
        Assert.EndsWith("stumbling and pc do not get there.", verdict.Closing, StringComparison.Ordinal);
        Assert.Equal([2, 4, 8, 10], report.Rows.Where(static row => row.Solver == "stumbling").Select(static row => row.Steps));
        Assert.All(report.Rows, row => Assert.Equal(row.Solver == "stumbling" && row.Steps > 4, row.Failure is not null));
    }

    /// <summary>Where the number of steps after the one that was enough fails, it was chance: with nothing above that is known, steps are doubled again.</summary>
    [Fact]
    public void What_is_not_confirmed_is_looked_for_further_up()
    {
        ProblemReport report = ComparisonRun.Execute([Ring], Settings with { Contestants = Contestant.Of(new Fickle([5, 6, 7, 9])) }).Problems[0];
        Assert.Equal([2.0, 4, 6, 7, 8, 9, 16], report.Rows.Select(static row => row.Steps).Where(static steps => steps is <= 9 or 16));
        Assert.InRange(Verdict.On(report).Reaching.Single().Steps, 10, Most);
    }

    [Fact]
    public void Grids_are_searched_one_by_one_and_the_best_pair_is_named()
    {
        var uniform = new GridChoice("uniform", static (_, range, steps) => TimeGrids.Grids.Uniform(steps, range));
        ProblemReport report = ComparisonRun.Execute([Ring], Settings with { Contestants = Contestant.Of(new UniPc(2)), Grids = [uniform, GridChoice.Balanced] }).Problems[0];
        Verdict verdict = Verdict.On(report);
        Assert.Equal(["balanced", "uniform"], verdict.Reaching.Select(static row => row.Grid).Order());
        Assert.StartsWith($"unipc-2 on {verdict.Reaching[0].Grid} is the first not told from the data, with {verdict.Reaching[0].Evaluations} evaluations; ", verdict.Closing, StringComparison.Ordinal);
    }

    // UniPC, which breaks on grids of some numbers of steps.
    private sealed record Fickle(int[] Breaks) : ISolver
    {
        public SolverFacts Facts { get; } = new("fickle", "Fickle", 2, null, 1, 1, "a test's own");

        public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(new UniPc(2).CreateStepper(problem), Breaks);

        private sealed class Stepper<TState>(IStepper<TState> inner, int[] breaks) : IStepper<TState>
        {
            public void Step(TState x, in GridStep step)
            {
                if (breaks.Contains(step.Count))
                {
                    throw new InvalidOperationException("Not with so many steps.");
                }

                inner.Step(x, step);
            }
        }
    }
}

using ScoreSde.Comparison;
using ScoreSde.Comparison.Contestants;
using ScoreSde.Comparison.Problems;
using ScoreSde.Comparison.Reports;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;

namespace ScoreSde.Tests;

public sealed class ComparisonRunTests
{
    private static readonly ExactProblem Ring = new("ring", GaussianMixture.Ring(), new VariancePreserving(new LinearSchedule(0.1, 20)));

    private static readonly ComparisonSettings Settings = new()
    {
        Contestants = Contestant.Of(new Heun(), new Stumbling(MostSteps: 4)),
        Budgets = [3, 9],
        Samples = 100,
        KeptNumbers = 15,
    };

    [Fact]
    public void A_run_that_fails_has_its_reason_and_the_others_their_measures()
    {
        var told = new List<ComparisonProgress>();
        ComparisonReport report = ComparisonRun.Execute([Ring], Settings, new Told<ComparisonProgress>(told.Add));
        Assert.True(report.IsWhole);
        ProblemReport all = report.Problems[0];
        Assert.Equal((Ring.Name, Ring.Process.Name, Ring.Process.Schedule.Name), (all.Model, all.Process, all.Schedule));
        Assert.Equal(("balanced", "float", Settings.Seed, 100, 2), (Assert.Single(all.Grids), all.Dtype, all.Seed, all.Samples, all.Dimension));
        Assert.Contains(told, progress => progress.Phase == "flow to judge by" && progress.Fraction == 1);
        IReadOnlyList<ComparisonRow> rows = report.Problems[0].Rows;
        Assert.Equal([("heun", 3), ("stumbling", 3), ("heun", 9), ("stumbling", 9)], rows.Select(row => (row.Solver, row.Budget!.Value)));
        Assert.Equal([3, 3, 9, 9], rows.Select(row => row.Evaluations));
        Assert.All(rows.Take(3), row => Assert.Equal(report.Problems[0].Measures.Select(measure => measure.Name), row.Metrics.Keys));
        Assert.All(rows.Take(3), row => Assert.Equal(7 * 2, row.Kept.Length));
        Assert.Contains("This method has stumbled.", rows[3].Failure, StringComparison.Ordinal);
        Assert.Empty(rows[3].Metrics);
        Assert.Single(report.Failures);
    }

    [Fact]
    public void Of_two_grids_progress_names_the_one_that_is_run()
    {
        var told = new List<string>();
        var uniform = new GridChoice("uniform", static (_, range, steps) => TimeGrids.Grids.Uniform(steps, range));
        ComparisonRun.Execute(
            [Ring], Settings with { Contestants = Contestant.Of(new Heun()), Grids = [uniform, GridChoice.Balanced], FollowsPaths = false }, new Told<ComparisonProgress>(progress => told.Add(progress.Now)));
        Assert.Contains("heun, grid uniform, 3 evaluations", told);
        Assert.Contains("heun, grid balanced, 9 evaluations", told);
    }

    [Fact]
    public void What_is_done_when_the_work_is_stopped_is_reported()
    {
        using var stop = new CancellationTokenSource();
        ComparisonReport report = ComparisonRun.Execute(
            [Ring, Ring],
            Settings,
            new Told<ComparisonProgress>(progress =>
            {
                if (progress.Now == "stumbling, 3 evaluations")
                {
                    stop.Cancel();
                }
            }),
            stop.Token);
        Assert.False(report.IsWhole);
        ProblemReport only = Assert.Single(report.Problems);
        Assert.False(only.IsWhole);
        Assert.Equal("heun", Assert.Single(only.Rows).Solver);
        Assert.DoesNotContain("flowDistance", only.Rows[0].Metrics.Keys);
    }

    /// <summary>The runs go on from 0 by a share for each, on the way to the floor for each solver on a grid.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Progress_never_goes_back(bool toFloor)
    {
        var uniform = new GridChoice("uniform", static (_, range, steps) => TimeGrids.Grids.Uniform(steps, range));
        var told = new List<ComparisonProgress>();
        IReadOnlyList<Contestant> contestants = Contestant.Of(new Heun(), new Ddim(), new UniPc(2));
        ComparisonSettings settings = Settings with { Contestants = contestants, Grids = [GridChoice.Balanced, uniform], ToFloor = toFloor, Samples = 50 };
        ProblemReport report = ComparisonRun.Execute([Ring], settings, new Told<ComparisonProgress>(told.Add)).Problems[0];
        Assert.All(told, static progress => Assert.InRange(progress.Fraction, 0, 1));
        double[] runs = [.. told.Where(static progress => progress.Phase.Length == 0).Select(static progress => progress.Fraction).Distinct()];
        Assert.Equal(Enumerable.Range(0, toFloor ? 6 : 12).Select(i => i / (toFloor ? 6.0 : 12)), runs);
        Assert.True(toFloor ? report.Rows.Count > runs.Length : report.Rows.Count == settings.Runs, $"{report.Rows.Count}");
    }

    [Fact]
    public void Stopped_before_the_first_run_there_is_nothing()
    {
        ComparisonReport report = ComparisonRun.Execute([Ring], Settings, cancellation: new CancellationToken(canceled: true));
        Assert.Empty(report.Problems);
        Assert.False(report.IsWhole);
    }

    [Fact]
    public void Two_grids_stand_in_one_block_of_each_budget()
    {
        var uniform = new GridChoice("uniform", static (_, range, steps) => TimeGrids.Grids.Uniform(steps, range));
        ProblemReport report = ComparisonRun.Execute([Ring], Settings with { Contestants = Contestant.Of(new Ddim()), Grids = [GridChoice.Balanced, uniform] }).Problems[0];
        Assert.Equal([(3, "balanced"), (3, "uniform"), (9, "balanced"), (9, "uniform")], report.Rows.Select(row => (row.Budget!.Value, row.Grid)));
        Assert.Equal(4, report.Rows.Select(row => row.Metrics["flowDistance"].Value).Distinct().Count());
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using ScoreSde.Comparison;
using ScoreSde.Comparison.Contestants;
using ScoreSde.Comparison.Problems;
using ScoreSde.Comparison.Reports;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Tests.Support;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests;

public sealed class FittedSlopeTests
{
    private const double Agreement = 0.05;

    /// <summary>On the exact ring the slopes are the orders that docs/solvers.md has measured, without sampling, on other data.</summary>
    [Fact]
    public void Slopes_on_an_exact_target_are_the_measured_orders()
    {
        string table = Repository.Read("docs/solvers.md");
        var ring = new ExactProblem("ring", GaussianMixture.Ring(), new VariancePreserving(new LinearSchedule(0.1, 20)));
        ProblemReport report = ComparisonRun.Execute<double>(
            [ring],
            new ComparisonSettings
            {
                Contestants = Contestant.Of(new Ddim(), new Heun(), new DpmSolverPlusPlus2M()),
                Budgets = [64, 256, 512, 1024],
                Grids = [new GridChoice("quadratic", static (_, range, steps) => Grids.Quadratic(steps, range))],
                Samples = 100,
            }).Problems[0];
        Assert.Equal("flowDistance", report.Decisive.Name);
        IGrouping<string, ComparisonRow>[] solvers = [.. report.Rows.GroupBy(static row => row.Solver)];
        Assert.Equal(3, solvers.Length);
        Assert.All(solvers, runs =>
        {
            Match measured = Regex.Match(table, $@"^\| `{Regex.Escape(runs.Key)}` \|[^|]*\|[^|]*\| ([\d.]+)–([\d.]+)", RegexOptions.Multiline);
            double low = double.Parse(measured.Groups[1].Value, CultureInfo.InvariantCulture);
            double high = double.Parse(measured.Groups[2].Value, CultureInfo.InvariantCulture);
            FittedSlope slope = FittedSlope.Of(report, runs, report.Decisive)!;
            Assert.InRange(slope.Order, low - Agreement, high + Agreement);
            Assert.Equal(3, slope.Runs);
        });
    }

    [Fact]
    public void Runs_on_the_floor_have_no_slope()
    {
        var ring = new ExactProblem("ring", GaussianMixture.Ring(), new VariancePreserving(new LinearSchedule(0.1, 20)));
        ProblemReport report = ComparisonRun.Execute([ring], new ComparisonSettings { Contestants = Contestant.Of(new Heun()), Budgets = [33, 65], Samples = 100 }).Problems[0];
        Assert.Null(FittedSlope.Of(report, report.Rows, report.Measures.Single(static measure => measure.Name == "energyDistance")));
        Assert.NotNull(FittedSlope.Of(report, report.Rows, report.Decisive));
    }
}

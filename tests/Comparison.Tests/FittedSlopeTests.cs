using System.Globalization;
using System.Text.RegularExpressions;
using ScoreSde.Comparison;
using ScoreSde.Comparison.Contestants;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Problems;
using ScoreSde.Comparison.Reports;
using ScoreSde.Metrics;
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

    /// <summary>
    /// Of values that fall as a power the slope is that power; its error is what each value's own error, moved in alone, makes of it. The last three runs count, the
    /// steps in any order.
    /// </summary>
    [Theory]
    [InlineData(1, 2, 10, 20, 40)]
    [InlineData(2, 2, 10, 20, 40, 90)]
    [InlineData(3, 2, 7, 5, 64)]
    [InlineData(0.5, 2, 100, 400)]
    [InlineData(2, 1e-3, 4, 8, 16, 32)]
    public void A_power_is_found_with_its_error(double power, double scale, params int[] steps)
    {
        FittedSlope exact = Of(power, scale, steps, static (value, _) => value)!;
        Assert.Equal(power, exact.Order, 1e-9);
        Assert.Equal(Math.Min(3, steps.Length), exact.Runs);
        double squares = 0;
        for (int i = 0; i < steps.Length; i++)
        {
            const double Little = 1e-6;
            double moved = Of(power, scale, steps, (value, place) => place == i ? value * (1 + Little) : value)!.Order - exact.Order;
            squares += moved / Little * RelativeError(i) * (moved / Little * RelativeError(i));
        }

        Assert.Equal(1, exact.StandardError / Math.Sqrt(squares), 1e-4);
    }

    /// <summary>A value that is not clear of the floor, or of its own error, counts for nothing; where paths are followed, chance is the same in all.</summary>
    [Theory]
    [InlineData(false, 0.04, 0.01, 3)]
    [InlineData(false, 0.06, 0.01, 2)]
    [InlineData(false, 0.04, 0.24, null)]
    [InlineData(true, 0.04, 0.24, 3)]
    [InlineData(true, 0.06, 0.24, 2)]
    public void What_is_near_the_floor_does_not_count(bool ofPaths, double floor, double error, int? runs) =>
        Assert.Equal(runs, Of(1, 10, [10, 20, 40], static (value, _) => value, _ => error, floor, ofPaths)?.Runs);

    [Fact]
    public void Runs_on_the_floor_have_no_slope()
    {
        var ring = new ExactProblem("ring", GaussianMixture.Ring(), new VariancePreserving(new LinearSchedule(0.1, 20)));
        ProblemReport report = ComparisonRun.Execute([ring], new ComparisonSettings { Contestants = Contestant.Of(new Heun()), Budgets = [33, 65], Samples = 100 }).Problems[0];
        Assert.Null(FittedSlope.Of(report, report.Rows, report.Measures.Single(static measure => measure.Name == "energyDistance")));
        Assert.NotNull(FittedSlope.Of(report, report.Rows, report.Decisive));
    }

    private static double RelativeError(int place) => 0.01 * (place + 1);

    // Values scale · steps^−power; errors relative to them.
    private static FittedSlope? Of(
        double power, double scale, int[] steps, Func<double, int, double> moved, Func<int, double>? error = null, double floor = 0, bool ofPaths = false)
    {
        var measure = new MeasureFacts("distance", "distance", MeasureGoal.Low, ofPaths);
        ComparisonRow[] rows =
        [
            .. steps.Select((count, i) =>
            {
                double value = scale * Math.Pow(count, -power);
                var metric = new MetricValue(moved(value, i), value * (error ?? RelativeError)(i));
                return new ComparisonRow("a", "balanced", count, count, count, 1, 100, new Dictionary<string, MetricValue> { [measure.Name] = metric });
            }),
        ];
        var report = new ProblemReport(
            "m", "vp", "linear", ["balanced"], "float", 0, 100, 2, [measure], new Dictionary<string, MetricValue> { [measure.Name] = new(floor, 0) }, "", [], rows, true);
        return FittedSlope.Of(report, rows, measure);
    }
}

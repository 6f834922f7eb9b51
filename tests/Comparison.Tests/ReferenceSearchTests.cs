using ScoreSde.Adaptive;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.References;

namespace ScoreSde.Tests;

/// <summary>The search for an accuracy, on paths whose errors are known: a gain from one accuracy to the next, each of which costs twice the one before.</summary>
public sealed class ReferenceSearchTests
{
    private const int Most = 200;
    private const double Share = 0.01;

    /// <summary>
    /// Where it pays, the error that is stated is the true one and what was asked for, no accuracy is finer than it need be, and all that is wanted is followed. The gain
    /// that a method promises is more than what is there in the second case.
    /// </summary>
    [Theory]
    [InlineData(4, 4, 1)]
    [InlineData(4, 4, 0.1)]
    [InlineData(4, 4, 1e-3)]
    [InlineData(4, 16, 0.1)]
    [InlineData(10, 10, 1e-4)]
    [InlineData(2, 4, 0.05)]
    public void What_is_stated_is_the_error_that_there_is(double gain, double promised, double smallest)
    {
        var solver = new Geometric(gain, promised, finest: 30);
        PathReference found = new ReferenceSearch(solver, Most, 1e12, Share, _ => smallest).Find();
        Assert.Equal(Most, found.Paths);
        Assert.Equal(Most * Geometric.Dimensions, found.Ends.Length);
        double error = solver.ErrorOf(found.Accuracy);
        Assert.True(error <= Share * smallest, $"{error}");

        // Of the first two accuracies nothing is known of the gain: the distance is taken for the error.
        Assert.InRange(found.Error / error, found.Accuracy == 1 ? 1 : 0.999, found.Accuracy == 1 ? gain - 1 : 1.001);

        // A pilot looks at half the share, and of its first two accuracies at the distance.
        Assert.True(found.Accuracy <= 2 || solver.ErrorOf(found.Accuracy - 1) > 0.5 * Share * smallest);
        Assert.Equal(solver.Spent, found.Evaluations, 1e-6);
    }

    /// <summary>Where all paths together show a smaller distance than the first few did, the search goes on with all of them until the error is small beside that.</summary>
    [Theory]
    [InlineData(1e-1)]
    [InlineData(1e-3)]
    public void All_paths_may_ask_for_more_than_the_first_few(double smallest)
    {
        var solver = new Geometric(4, 4, finest: 30);
        double Smallest(double[] ends) => ends.Length > ReferenceSearch.FewestPaths * Geometric.Dimensions ? smallest : 1;
        PathReference found = new ReferenceSearch(solver, Most, 1e12, Share, Smallest).Find();
        Assert.Equal(Most, found.Paths);
        Assert.InRange(found.Error, 0, Share * smallest);
        Assert.True(solver.ErrorOf(found.Accuracy - 1) > Share * smallest);
        Assert.Equal(solver.Spent, found.Evaluations, 1e-6);
    }

    /// <summary>However little there is to spend, no more is spent than the fewest paths take at the two coarsest accuracies; else never more than there is.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(10_000)]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void No_more_is_spent_than_there_is(double allowance)
    {
        var solver = new Geometric(4, 4, finest: 30);
        PathReference found = new ReferenceSearch(solver, Most, allowance, Share, static _ => 1e-9).Find();
        Assert.InRange(found.Paths, ReferenceSearch.FewestPaths, Most);
        Assert.InRange(solver.Spent, 0, Math.Max(allowance, ReferenceSearch.FewestPaths * (Geometric.CostOf(0) + Geometric.CostOf(1))));
        Assert.True(solver.Spent >= allowance / 4, $"{solver.Spent} of {allowance}");
    }

    /// <summary>Where accuracy has come to its end, nothing finer is followed for nothing: roundings that stay as they are, and the finest that there is.</summary>
    [Fact]
    public void It_ends_where_nothing_is_gained()
    {
        var rounded = new Geometric(4, 4, finest: 30, rounding: 1e-4);
        Assert.InRange(new ReferenceSearch(rounded, Most, 1e12, Share, static _ => 1e-9).Find().Accuracy, 5, 9);
        Assert.Equal(3, new ReferenceSearch(new Geometric(4, 4, finest: 3), Most, 1e12, Share, static _ => 1e-9).Find().Accuracy);
    }

    [Fact]
    public void An_accuracy_that_has_no_end_leaves_the_one_before()
    {
        var failing = new Geometric(4, 4, finest: 30, fails: 5);
        PathReference found = new ReferenceSearch(failing, Most, 1e12, Share, static _ => 1e-9).Find();
        Assert.Equal((4, Most), (found.Accuracy, found.Paths));
    }

    private sealed class Geometric(double gain, double promised, int finest, double rounding = 0, int fails = int.MaxValue)
        : PathSolver(new("flowDistance", "flow", MeasureGoal.Low, OfPaths: true), ofStochastic: false, Dimensions, 1)
    {
        public const int Dimensions = 2;

        public double Spent { get; private set; }

        public override int Finest => finest;

        public override double Gain => promised;

        public override string Paths => "paths";

        public static double CostOf(int accuracy) => 8 << accuracy;

        public double ErrorOf(int accuracy) => Math.Pow(gain, -accuracy);

        public override string WordsOf(int accuracy) => $"{accuracy}";

        public override (double[] Ends, double Evaluations) Solve(int accuracy, int paths)
        {
            if (accuracy >= fails)
            {
                throw new StepLimitException("geometric", 0, 0.5, 1);
            }

            Spent += CostOf(accuracy) * paths;
            double length = ErrorOf(accuracy) / Math.Sqrt(Dimensions);
            return ([.. Enumerable.Range(0, paths * Dimensions).Select(i => i + length + (rounding * Math.Sin((accuracy + 1) * (i + 1))))], CostOf(accuracy));
        }
    }
}

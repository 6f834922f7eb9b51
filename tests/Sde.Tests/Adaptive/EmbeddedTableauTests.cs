using ScoreSde.Adaptive;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Adaptive;

/// <summary>The coefficients of the pairs.</summary>
public sealed class EmbeddedTableauTests
{
    public static TheoryData<string> Names => ["dopri5", "tsit5"];

    /// <summary>All 17 rooted trees of up to five nodes for the result, the 8 of up to four for the lower one.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_order_conditions_hold(string name)
    {
        EmbeddedTableau tableau = Tableau(name);
        int n = tableau.Stages;
        double[] c = [.. Enumerable.Range(0, n).Select(tableau.Node)];
        double[] b = [.. tableau.Row(n - 1), 0];
        double[] lower = [.. b.Zip(tableau.Errors.ToArray(), static (x, e) => x - e)];
        double[] one = [.. c.Select(static _ => 1.0)];
        double[] ac = Apply(c);
        double[] ac2 = Apply(Times(c, c));
        double[] aac = Apply(ac);
        (double[] Tree, double Density, int Order)[] trees =
        [
            (one, 1, 1), (c, 2, 2), (Times(c, c), 3, 3), (ac, 6, 3),
            (Times(c, c, c), 4, 4), (Times(c, ac), 8, 4), (ac2, 12, 4), (aac, 24, 4),
            (Times(c, c, c, c), 5, 5), (Times(c, c, ac), 10, 5), (Times(ac, ac), 20, 5), (Times(c, ac2), 15, 5), (Apply(Times(c, c, c)), 20, 5),
            (Times(c, aac), 30, 5), (Apply(Times(c, ac)), 40, 5), (Apply(ac2), 60, 5), (Apply(aac), 120, 5),
        ];
        for (int k = 0; k < trees.Length; k++)
        {
            Near.Absolute(1 / trees[k].Density, Times(b, trees[k].Tree).Sum(), 1e-13, $"{name}, tree {k}");
            if (trees[k].Order <= tableau.ErrorOrder)
            {
                Near.Absolute(1 / trees[k].Density, Times(lower, trees[k].Tree).Sum(), 1e-13, $"{name}, lower result, tree {k}");
            }
        }

        // The lower result must not be of order 5 too, else the difference would estimate nothing.
        Assert.True(trees.Where(static tree => tree.Order == 5).Max(tree => Math.Abs((1 / tree.Density) - Times(lower, tree.Tree).Sum())) > 1e-4);

        double[] Apply(double[] x) =>
            [.. Enumerable.Range(0, n).Select(i => tableau.Row(i).ToArray().Select((a, j) => a * x[j]).Sum())];
    }

    /// <summary>The conditions leave the size of b − b̂ open: any mean of the two results has the lower order. Its last entry is printed.</summary>
    [Fact]
    public void The_size_of_the_error_is_the_published_one()
    {
        double[] lower = [5179.0 / 57600, 0, 7571.0 / 16695, 393.0 / 640, -92097.0 / 339200, 187.0 / 2100, 1.0 / 40];
        double[] upper = [.. Tableau("dopri5").Row(6), 0];
        Assert.All(
            Enumerable.Range(0, 7), i => Assert.Equal(upper[i] - lower[i], Tableau("dopri5").Errors[i], 1e-15));
        Assert.Equal(1.0 / 66, Tableau("tsit5").Errors[^1], 1e-15);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void With_equal_steps_the_error_has_order_5(string name)
    {
        EmbeddedTableau tableau = Tableau(name);
        int n = tableau.Stages - 1;
        var solver = new RungeKuttaInTime(new ButcherTableau(
            name, name, 5, tableau.Source, [.. Enumerable.Range(0, n).Select(i => tableau.Row(i).ToArray())], tableau.Row(n).ToArray()));
        var process = new VariancePreserving(new LinearSchedule(0.1, 20));
        var data = new MixtureLaw((0.4, -1, 0.25), (0.6, 1.2, 0.36));
        double Error(int steps) => FlowError.Measure(solver, process, data, Grids.Uniform(steps, 0.1));

        // Two halvings just above rounding: slopes settle late, from below or from above.
        Near.Absolute(5, Math.Log2(Error(64) / Error(256)) / 2, 0.3);
    }

    [Fact]
    public void Coefficients_that_cannot_be_right_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new EmbeddedTableau("x", "x", 1, 0, "x", [[], [0.9]], [0.5, -0.5]));
        Assert.Throws<ArgumentException>(() => new EmbeddedTableau("x", "x", 1, 0, "x", [[], [1]], [0.5, -0.4]));
        Assert.Throws<ArgumentException>(() => new EmbeddedTableau("x", "x", 1, 0, "x", [[], [1]], [0.5, -0.5, 0]));
        Assert.Throws<ArgumentException>(() => new EmbeddedTableau("x", "x", 1, 0, "x", [[1], [1]], [0.5, -0.5]));
        var euler = new EmbeddedTableau("n", "t", 2, 1, "s", [[], [0.25], [0.5, 0.5]], [0.5, -0.5, 0]);
        Assert.Equal(("n", "t", 2, 1, "s", 3), (euler.Name, euler.Title, euler.Order, euler.ErrorOrder, euler.Source, euler.Stages));
        Assert.Equal((0, 0.25, 1), (euler.Node(0), euler.Node(1), euler.Node(2)));
        Assert.Throws<ArgumentException>(() => new EmbeddedTableau("x", "x", 1, 0, "x", [[], [0.5, 0.5]], [0.5, -0.5]));
    }

    private static EmbeddedTableau Tableau(string name) => name == "dopri5" ? EmbeddedTableau.DormandPrince : EmbeddedTableau.Tsitouras;

    private static double[] Times(params double[][] factors) =>
        [.. Enumerable.Range(0, factors[0].Length).Select(i => factors.Aggregate(1.0, (product, factor) => product * factor[i]))];
}

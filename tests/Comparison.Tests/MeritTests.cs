using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Reports;
using ScoreSde.Metrics;

namespace ScoreSde.Tests;

public sealed class MeritTests
{
    private static readonly MetricValue Floor = new(0.10, 0.001);

    /// <summary>Better is better by more than the noise of both, and never where real data does no better.</summary>
    [Theory]
    [InlineData("*  ", 0.20, 0.30, 0.40)]
    [InlineData("== ", 0.20, 0.21, 0.40)]
    [InlineData("=  ", 0.09, 0.30, 0.40)]
    [InlineData("== ", 0.09, 0.11, 0.40)]
    public void Low_values_are_marked(string marks, params double[] values) => Assert.Equal(marks, Marks(MeasureGoal.Low, Floor, values));

    [Theory]
    [InlineData("=  ", 0.98, 0.80, 0.90)]
    [InlineData(" * ", 0.80, 0.93, 0.88)]
    [InlineData(" = ", 1.05, 0.985, 0.88)]
    public void A_share_of_labels_is_to_be_that_of_real_data(string marks, params double[] values) =>
        Assert.Equal(marks, Marks(MeasureGoal.AsReal, new(0.98, 0.001), values));

    [Theory]
    [InlineData(" * ", -0.5, 0.2, 0.9)]
    [InlineData("=  ", -0.05, 0.2, 0.9)]
    public void A_gap_is_to_be_small_on_either_side(string marks, params double[] values) => Assert.Equal(marks, Marks(MeasureGoal.Zero, Floor, values));

    /// <summary>What lies on the bound is not told apart, what lies beyond it is: errors of ⅜ and ½ are ⅝ together, twice that is chance.</summary>
    [Theory]
    [InlineData(MeasureGoal.Low, 0.25, 1.5)]
    [InlineData(MeasureGoal.LikeFloor, 0.25, 1.5)]
    [InlineData(MeasureGoal.Zero, 0.25, 1.5)]
    [InlineData(MeasureGoal.Zero, 0.25, -1.5)]
    [InlineData(MeasureGoal.AsReal, 1.0, 2.25)]
    [InlineData(MeasureGoal.AsReal, 1.0, -0.25)]
    public void Two_standard_errors_are_the_bound(MeasureGoal goal, double floor, double value)
    {
        MetricValue real = new(floor, 0.375);
        double centre = goal == MeasureGoal.AsReal ? floor : 0;
        double beyond = value + (1e-12 * Math.Sign(value - centre));
        Assert.True(Merit.Of(new(value, 0.5), goal, real).Reached);
        Assert.False(Merit.Of(new(beyond, 0.5), goal, real).Reached);
        var best = new Merit(0.25, 0.375, Reached: false);
        Assert.True(new Merit(1.5, 0.5, Reached: false).IsLikeBestOf([best, new Merit(9, 0, Reached: false)]));
        Assert.False(new Merit(double.BitIncrement(1.5), 0.5, Reached: false).IsLikeBestOf([best]));
        Assert.True(new Merit(9, 0.5, Reached: true).IsLikeBestOf([best]));
    }

    /// <summary>
    /// The mark is for a row among those of its budget that have the measure: not for one that is alone, has failed, chose its own steps or was tried on the way to the
    /// floor, nor for a measure that is only to be like real data's.
    /// </summary>
    [Theory]
    [InlineData(MeasureGoal.Low, false, "* *   ")]
    [InlineData(MeasureGoal.LikeFloor, false, "      ")]
    [InlineData(MeasureGoal.Low, true, "      ")]
    public void A_row_is_marked_among_its_budget(MeasureGoal goal, bool isToFloor, string marks)
    {
        var measure = new MeasureFacts("energyDistance", "energy", goal);
        ComparisonRow[] rows = [Row("a", 5, 1), Row("b", 5, 2), Row("a", 10, 0.3), Row("b", 10, 0.5), Row("a", 20, 0.2), Row("adaptive", null, 0.2)];
        var floor = new Dictionary<string, MetricValue> { [measure.Name] = Floor };
        var report = new ProblemReport("m", "vp", "linear", ["balanced"], "float", 0, 100, 2, [measure], floor, "", [], [.. rows, Row("b", 20, null)], true)
        {
            IsToFloor = isToFloor,
        };
        Assert.Equal(marks, string.Concat(rows.Select(row => Letter(report.MarkOf(row, measure)))));
        Assert.Equal(Mark.None, report.MarkOf(report.Rows[^1], measure));
    }

    private static ComparisonRow Row(string solver, int? budget, double? value)
    {
        Dictionary<string, MetricValue> metrics = value is { } known ? new() { ["energyDistance"] = new(known, 0.01) } : [];
        return new(solver, "balanced", budget, 5, 5, 1, 100, metrics, value is null ? "failed" : null);
    }

    private static char Letter(Mark mark) => mark switch { Mark.Best => '*', Mark.Tied => '=', _ => ' ' };

    private static string Marks(MeasureGoal goal, MetricValue floor, double[] values)
    {
        Merit[] group = [.. values.Select(value => Merit.Of(new(value, 0.01), goal, floor))];
        return string.Concat(group.Select(merit => Letter(merit.Among(group))));
    }
}

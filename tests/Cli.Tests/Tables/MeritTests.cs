using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Reports;
using ScoreSde.Metrics;

namespace ScoreSde.Tests.Tables;

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

    private static string Marks(MeasureGoal goal, MetricValue floor, double[] values)
    {
        Merit[] group = [.. values.Select(value => Merit.Of(new(value, 0.01), goal, floor))];
        return string.Concat(group.Select(merit => merit.Among(group) switch { Mark.Best => '*', Mark.Tied => '=', _ => ' ' }));
    }
}

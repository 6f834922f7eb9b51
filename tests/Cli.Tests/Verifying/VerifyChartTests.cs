using ScoreSde.Cli.Verifying;
using ScoreSde.Verification.Laws;

namespace ScoreSde.Tests.Verifying;

public sealed class VerifyChartTests
{
    [Theory]
    [InlineData(1.05, 1, 0.1, Relation.Equal, 0.5)]
    [InlineData(0.8, 1, 0.1, Relation.Equal, 2)]
    [InlineData(1, 1, 0, Relation.Equal, 0)]
    [InlineData(1.5, 1, 0, Relation.Equal, double.PositiveInfinity)]
    [InlineData(0.5, 2, 0, Relation.AtMost, 0.25)]
    [InlineData(3, 2, 0, Relation.AtMost, 1.5)]
    [InlineData(1.1, 2, 0.2, Relation.AtMost, 0.5)]
    [InlineData(4, 2, 0, Relation.AtLeast, 0.5)]
    [InlineData(1, 2, 0, Relation.AtLeast, 2)]
    [InlineData(1.97, 2, 0.05, Relation.AtLeast, 0.98985)]
    [InlineData(4, 1, 2, Relation.AtLeast, 0)]
    [InlineData(double.NaN, 2, 0.05, Relation.Equal, double.PositiveInfinity)]
    public void A_share_of_more_than_one_is_what_fails(double measured, double expected, double tolerance, Relation relation, double share)
    {
        var worst = new Measurement("x", measured, expected, tolerance, relation);
        Assert.Equal(share, VerifyChart.ShareOf(worst), 1e-5);
        Assert.Equal(worst.Excess > 1, VerifyChart.ShareOf(worst) > 1);
    }

    [Fact]
    public void What_decides_nothing_has_no_share() =>
        Assert.Equal(0, VerifyChart.ShareOf(new Measurement("x", 5, 1, 0.1, Relation.Equal) { Undecided = "did not settle" }));
}

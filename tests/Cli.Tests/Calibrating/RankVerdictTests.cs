using ScoreSde.Cli.Calibrating;
using ScoreSde.Verification.Posteriors;

namespace ScoreSde.Tests.Calibrating;

[Trait("Category", "Once")]
public sealed class RankVerdictTests
{
    /// <summary>Among one sample a truth has rank 0 or 1, and p is a sum of binomials: 24/2¹¹ and 2/2⁸ on both sides of 0.01, 2/2¹⁴ and 2/2¹⁵ on both sides of 0.0001.</summary>
    [Theory]
    [InlineData(10, 1, 0.01171875, "even")]
    [InlineData(8, 0, 0.0078125, "unsure")]
    [InlineData(14, 0, 1.220703125e-4, "unsure")]
    [InlineData(15, 0, 6.103515625e-5, "too large")]
    [InlineData(0, 15, 6.103515625e-5, "too small")]
    public void Ranks_are_even_above_a_hundredth_and_wrong_below_a_ten_thousandth(int low, int high, double p, string verdict)
    {
        var ranks = new Calibration("x", [new RankCounts("x₁", [low, high])]);
        Assert.Equal(p, ranks.PValue, 1e-12);
        Assert.Equal(verdict, RankVerdict.Of(ranks));
    }

    [Theory]
    [InlineData("x₁", 40, 0, 0, "too large")]
    [InlineData("x₁", 0, 0, 40, "too small")]
    [InlineData("x₁", 120, 0, 120, "too narrow, or off")]
    [InlineData("x₁", 0, 40, 0, "too wide")]
    [InlineData("ln p(y|x)", 40, 0, 0, "too near y")]
    [InlineData("ln p(y|x)", 0, 0, 40, "too far from y")]
    [InlineData("ln p(y|x)", 120, 0, 120, "too narrow, or off")]
    [InlineData("ln p(y|x)", 0, 40, 0, "too wide")]
    [InlineData("ln p(x)", 40, 0, 0, "too likely")]
    [InlineData("ln p(x)", 0, 0, 40, "too unlikely")]
    [InlineData("ln p(x)", 120, 0, 120, "too narrow, or off")]
    [InlineData("ln p(x)", 0, 40, 0, "too wide")]
    public void Ranks_that_pile_up_say_what_samples_are_in_that_quantity(string quantity, int low, int middle, int high, string verdict) =>
        Assert.Equal(verdict, RankVerdict.Of(new Calibration("x", [new RankCounts(quantity, [low, middle, high])])));

    [Fact]
    public void The_least_even_quantity_decides_and_its_p_counts_as_often_as_there_are_quantities()
    {
        var even = new RankCounts("x₁", [10, 10]);

        // 2/2¹⁵ alone is below the level, twice it is not.
        Assert.Equal("unsure", RankVerdict.Of(new Calibration("x", [even, new RankCounts("ln p(x)", [15, 0])])));
        Assert.Equal("too likely", RankVerdict.Of(new Calibration("x", [even, new RankCounts("ln p(x)", [16, 0])])));
        Assert.Equal("too unlikely", RankVerdict.Of(new Calibration("x", [new RankCounts("ln p(x)", [0, 16]), even])));
    }

    [Fact]
    public void The_note_names_both_levels() => Assert.Equal(
        "p: how likely ranks so uneven are where samples are drawn from the posterior, in the least even of all numbers, ln p(y|x) and, where it is known, ln p(x), times how many these are. " +
        "verdict: what samples are there, where p is below 0.0001; 'unsure' below 0.01. Even ranks are necessary and not sufficient: more truths may refute them.",
        RankVerdict.Note);
}

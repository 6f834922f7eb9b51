using ScoreSde.Cli.Calibrating;
using ScoreSde.Verification.Posteriors;

namespace ScoreSde.Tests.Calibrating;

/// <summary>A bar has 4 · count/even eighths, rounded to the even one of two that are as near, at least 1 and at most 8.</summary>
[Trait("Category", "Once")]
public sealed class RankBarsTests
{
    [Theory]
    [InlineData("▁▁▂▂▄▄▇█", 0, 2, 3, 5, 7, 9, 14, 24)]
    [InlineData("▄▄", 10, 10)]
    [InlineData("█▁", 20, 0)]
    [InlineData("▆▆▁", 7, 8, 0)]
    [InlineData("▆▂", 6, 2)]
    public void Half_a_bar_is_what_even_ranks_have(string bars, params int[] counts) => Assert.Equal(bars, RankBars.Of(new RankCounts("x", counts)));

    [Theory]
    [InlineData(19, 19)]
    [InlineData(20, 20)]
    [InlineData(21, 20)]
    [InlineData(50, 20)]
    public void More_than_twenty_ranks_share_twenty_bars_that_are_level_where_ranks_are_even(int cells, int bars) =>
        Assert.Equal(new string('▄', bars), RankBars.Of(new RankCounts("x", [.. Enumerable.Repeat(3, cells)])));

    /// <summary>Of 25 ranks five times two neighbours have one bar: 0 and 1, 5 and 6, 10 and 11, 15 and 16, 20 and 21.</summary>
    [Theory]
    [InlineData(0, 0, '▅')]
    [InlineData(1, 0, '▅')]
    [InlineData(2, 1, '█')]
    [InlineData(4, 3, '█')]
    [InlineData(5, 4, '▅')]
    [InlineData(6, 4, '▅')]
    [InlineData(7, 5, '█')]
    [InlineData(20, 16, '▅')]
    [InlineData(21, 16, '▅')]
    [InlineData(24, 19, '█')]
    public void Neighbours_that_share_a_bar_are_counted_together(int rank, int bar, char height)
    {
        int[] counts = [.. Enumerable.Repeat(8, 25)];
        counts[rank] += rank is 0 or 1 or 5 or 6 or 20 or 21 ? 4 : 8;
        char[] expected = new string('▄', 20).ToCharArray();
        expected[bar] = height;
        Assert.Equal(new string(expected), RankBars.Of(new RankCounts("x", counts)));
    }
}

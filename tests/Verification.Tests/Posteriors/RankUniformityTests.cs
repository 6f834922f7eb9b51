using ScoreSde.Verification.Posteriors;

namespace ScoreSde.Tests.Posteriors;

/// <summary>p of ranks is exact: its law under uniform ranks is enumerated.</summary>
[Trait("Category", "Once")]
public sealed class RankUniformityTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(7, 2)]
    [InlineData(12, 3)]
    [InlineData(7, 4)]
    [InlineData(5, 6)]
    public void Under_uniform_ranks_p_is_at_most_u_with_probability_u_at_each_value_that_it_has(int truths, int cells)
    {
        (double P, double Chance)[] all = [.. Counts(truths, cells).Select(counts => (RankUniformity.PValue(counts), Chance(counts)))];
        Assert.Equal(1, all.Sum(static one => one.Chance), 1e-12);
        foreach (double p in all.Select(static one => one.P).Distinct())
        {
            Assert.Equal(p, all.Where(one => one.P <= p * (1 + 1e-9)).Sum(static one => one.Chance), 1e-12);
        }
    }

    [Fact]
    public void Of_two_cells_it_is_the_binomial_test_of_a_half_and_small_ones_keep_their_digits()
    {
        Assert.Equal(2.0 / 1024, RankUniformity.PValue([0, 10]), 1e-15);
        Assert.Equal(22.0 / 1024, RankUniformity.PValue([9, 1]), 1e-15);
        Assert.Equal(1, RankUniformity.PValue([5, 5]), 1e-12);

        // All in one cell at an end: as likely at the other.
        Assert.Equal(2, RankUniformity.PValue([200, 0, 0, 0, 0, 0, 0, 0, 0, 0]) * 1e200, 1e-9);
        Assert.Equal(2, RankUniformity.PValue([0, 0, 0, 0, 0, 0, 0, 0, 0, 200]) * 1e200, 1e-9);
    }

    [Fact]
    public void A_shape_is_where_ranks_pile_up()
    {
        Assert.Equal(RankShape.Low, new RankCounts("x", [9, 6, 5, 4]).Shape);
        Assert.Equal(RankShape.High, new RankCounts("x", [4, 5, 6, 9]).Shape);
        Assert.Equal(RankShape.Ends, new RankCounts("x", [9, 4, 5, 8]).Shape);
        Assert.Equal(RankShape.Middle, new RankCounts("x", [4, 8, 9, 3]).Shape);
        Assert.Equal(RankShape.High, new RankCounts("x", [4, 9]).Shape);
        Assert.Equal(RankShape.Low, new RankCounts("x", [20, 1, 0, 1]).Shape);
    }

    [Fact]
    public void Counts_without_a_rank_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => RankUniformity.PValue([3]));
        Assert.Throws<ArgumentOutOfRangeException>(static () => RankUniformity.PValue([0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(static () => RankUniformity.PValue([3, -1]));
    }

    private static IEnumerable<int[]> Counts(int left, int cells) => cells == 1
        ? [[left]]
        : Enumerable.Range(0, left + 1).SelectMany(own => Counts(left - own, cells - 1).Select(rest => (int[])[own, .. rest]));

    // n!/Π c! · cells^−n
    private static double Chance(int[] counts)
    {
        double chance = 1;
        int before = 0;
        foreach (int count in counts)
        {
            for (int i = 1; i <= count; i++)
            {
                chance *= ++before / (double)(i * counts.Length);
            }
        }

        return chance;
    }
}

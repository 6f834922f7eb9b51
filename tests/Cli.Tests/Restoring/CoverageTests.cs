using ScoreSde.Cli.Restoring;

namespace ScoreSde.Tests.Restoring;

public sealed class CoverageTests
{
    [Fact]
    public void A_rank_counts_the_samples_below_and_half_of_those_equal()
    {
        // Three samples of four numbers: below all, between, equal to one, and a number that never varies.
        double[] ranks = Coverage.Ranks([0, 2.5f, 2, 7], [1, 1, 1, 7, 2, 2, 2, 7, 3, 3, 3, 7]);
        Assert.Equal([0.5 / 4, 2.5 / 4, 2 / 4.0], ranks);
    }

    [Fact]
    public void The_middle_half_holds_ranks_from_a_quarter_to_three()
    {
        double[] ranks = [0.1, 0.25, 0.5, 0.75, 0.8];
        Assert.Equal(3 / 5.0, Coverage.Within(ranks, 0.5));
        Assert.Equal(1, Coverage.Within(ranks, 0.8));
    }

    /// <summary>Truth and samples from one law: each number's rank is even over its 21 places, χ² of 20 beyond once in 10⁵.</summary>
    [Fact]
    public void Ranks_of_a_draw_among_others_of_its_law_are_even()
    {
        const int Numbers = 20_000;
        const int Samples = 20;
        var draw = new Random(5);
        float[] Normals(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - draw.NextDouble())) * Math.Cos(2 * Math.PI * draw.NextDouble())))];
        double[] ranks = Coverage.Ranks(Normals(Numbers), Normals(Numbers * Samples));
        double expected = Numbers / (Samples + 1.0);
        double chi = ranks.GroupBy(static rank => (int)Math.Round((rank * (Samples + 1)) - 0.5)).Sum(place => (place.Count() - expected) * (place.Count() - expected) / expected);
        Assert.InRange(chi, 2.4, 62.2);
    }
}

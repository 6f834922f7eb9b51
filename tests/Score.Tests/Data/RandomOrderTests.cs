using ScoreSde.Data;
using ScoreSde.Noise;

namespace ScoreSde.Tests.Data;

public sealed class RandomOrderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void An_order_names_every_row_once(int count) =>
        Assert.Equal(Enumerable.Range(0, count), RandomOrder.Of(count, Key(7)).Order());

    [Fact]
    public void The_same_key_gives_the_same_order_and_another_key_another()
    {
        Assert.Equal(RandomOrder.Of(100, Key(7)), RandomOrder.Of(100, Key(7)));
        Assert.NotEqual(RandomOrder.Of(100, Key(7)), RandomOrder.Of(100, Key(8)));
    }

    [Fact]
    public void All_orders_of_four_rows_are_equally_likely()
    {
        var counts = new Dictionary<string, int>();
        const int Draws = 24_000;
        for (ulong seed = 0; seed < Draws; seed++)
        {
            string order = string.Join(",", RandomOrder.Of(4, Key(seed)));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        double expected = Draws / 24.0;
        double statistic = counts.Values.Sum(count => (count - expected) * (count - expected) / expected);
        Assert.Equal(24, counts.Count);
        Assert.True(statistic < MathNet.Numerics.Distributions.ChiSquared.InvCDF(23, 1 - 1e-5), $"χ² = {statistic}");
    }

    private static NoiseKey Key(ulong seed) => new(seed, 0, NoisePurpose.Data);
}

using ScoreSde.Processes;

namespace ScoreSde.Tests.Processes;

public sealed class NoiseRateTests
{
    [Fact]
    public void The_rate_holds_from_the_lowest_to_the_highest_ratio_with_both_ends()
    {
        var rate = new NoiseRate(0.7, 0.5, 2);
        Assert.Equal((0.7, 0.7, 0.7), (rate.At(Level(0.5)), rate.At(Level(1)), rate.At(Level(2))));
        Assert.Equal((0, 0), (rate.At(Level(Math.BitDecrement(0.5))), rate.At(Level(Math.BitIncrement(2.0)))));
        Assert.False(rate.IsConstant);
        Assert.False(new NoiseRate(0.7, 0.5).IsConstant);
        Assert.False(new NoiseRate(0.7, 0, 2).IsConstant);
        Assert.Equal(0.7, new NoiseRate(0.7, 0.5).At(Level(1e9)));
        Assert.True(new NoiseRate(0, 0.5, 2).IsConstant);
    }

    [Fact]
    public void A_number_is_the_rate_of_every_level_and_nothing_is_one()
    {
        Assert.Equal(0.3, ((NoiseRate)0.3).At(Level(1e-9)));
        Assert.Equal((1.0, double.PositiveInfinity, true), (default(NoiseRate).At(Level(7)), default(NoiseRate).Highest, default(NoiseRate).IsConstant));
        Assert.NotEqual(new NoiseRate(1, 0.5), new NoiseRate(1));
        Assert.NotEqual(new NoiseRate(1, 0.5, 2), new NoiseRate(1, 0.5));
        Assert.NotEqual(new NoiseRate(0.9), new NoiseRate(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NoiseRate(1, 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NoiseRate(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NoiseRate(1, double.NaN));
    }

    private static NoiseLevel Level(double ratio) => new(0.5, 0, ratio, -Math.Log(ratio));
}

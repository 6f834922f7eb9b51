using ScoreSde.Images;

namespace ScoreSde.Tests.Images;

public sealed class PlotRangeTests
{
    [Theory]
    [InlineData(-4.6, 4.6, 5, "-4 -2 0 2 4")]
    [InlineData(0, 1, 5, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-150, 150, 4, "-100 0 100")]
    [InlineData(0.0101, 0.0109, 4, "0.0102 0.0104 0.0106 0.0108")]
    [InlineData(99999998, 100000002, 4, "9.9999998e7 9.9999999e7 1e8 1.00000001e8 1.00000002e8")]
    [InlineData(-2e-6, 2e-6, 4, "-2e-6 -1e-6 0 1e-6 2e-6")]
    public void Ticks_are_round_and_told_apart(double low, double high, int most, string texts)
    {
        IReadOnlyList<(double Value, string Text)> ticks = new PlotRange(low, high).Ticks(most);
        Assert.Equal(texts, string.Join(' ', ticks.Select(tick => tick.Text)));
        Assert.All(ticks, tick => Assert.InRange(tick.Value, low - (1e-9 * (high - low)), high + (1e-9 * (high - low))));
        Assert.Equal(ticks.Count, ticks.Select(tick => tick.Text).Distinct().Count());
    }

    /// <summary>A tick that misses the range by less than 10⁻⁹ of a step is there, and a range that is longer by less than that has no fewer ticks.</summary>
    [Fact]
    public void Ticks_at_the_ends_are_there_but_for_roundings()
    {
        Assert.Equal("1 2 3 4 5", Texts(1 + 0.7e-9, 5 - 0.7e-9));
        Assert.Equal("2 3 4", Texts(1 + 1.3e-9, 5 - 1.3e-9));
        Assert.Equal((1, 2), (new PlotRange(0, 4 * (1 + 0.7e-9)).Step(4), new PlotRange(0, 4 * (1 + 1.3e-9)).Step(4)));
        Assert.Equal(("0", "1e-14"), (PlotRange.Label(0.7e-14, 1e-5), PlotRange.Label(1.3e-14, 1e-5)));
        Assert.Equal(100, new PlotRange(0.5, 100.5).Ticks(100).Count);
        Assert.Equal(101, new PlotRange(-0.5, 100.5).Ticks(101).Count);
        Assert.Empty(new PlotRange(-0.5, 101.5).Ticks(102));

        static string Texts(double low, double high) => string.Join(' ', new PlotRange(low, high).Ticks(4).Select(static tick => tick.Text));
    }

    /// <summary>A label says its value to half a step, as far as the digits of a double go, in no more than 16 of them.</summary>
    [Theory]
    [InlineData(1.0 / 3)]
    [InlineData(-20.0 / 3)]
    [InlineData(2e7 / 3)]
    [InlineData(-1.7e-5)]
    [InlineData(12345678901.5)]
    public void A_label_says_its_value_to_half_a_step(double value)
    {
        for (int power = -30; power < 6; power++)
        {
            double step = Math.Pow(10, power);
            string label = PlotRange.Label(value, step);
            double said = double.Parse(label, System.Globalization.CultureInfo.InvariantCulture);
            Assert.InRange(said, value - (0.500001 * Math.Max(step, Math.Abs(value) * 1e-13)), value + (0.500001 * Math.Max(step, Math.Abs(value) * 1e-13)));
            Assert.True(label.Split('e')[0].Count(char.IsAsciiDigit) <= 16, label);
        }
    }

    [Fact]
    public void Where_double_tells_no_ticks_apart_there_are_none() => Assert.InRange(new PlotRange(1e300, 1.0000000000000002e300).Ticks(5).Count, 0, 2);

    [Fact]
    public void Ranges_are_joined_and_widened_about_their_middle()
    {
        Assert.Equal(new PlotRange(-1, 3), new PlotRange(-1, 1).Joined(new PlotRange(0, 3)));
        Assert.Equal(new PlotRange(-3, 5), new PlotRange(0, 2).Widened(8));
        Assert.Equal(0.25, new PlotRange(2, 6).ShareOf(3));
        Assert.True(new PlotRange(2, 6).Holds(6) && !new PlotRange(2, 6).Holds(double.NaN));
    }

    [Fact]
    public void A_range_that_is_none_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlotRange(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlotRange(0, double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlotRange(double.NaN, 1));
    }
}

using System.Xml.Linq;
using ScoreSde.Cli.Charts;

namespace ScoreSde.Tests.Charts;

/// <summary>The axes and curves of a training run's figure.</summary>
[Trait("Category", "Once")]
public sealed class LossChartTests
{
    /// <summary>A run of no step has an axis too.</summary>
    [Theory]
    [InlineData(0, "1")]
    [InlineData(1, "1")]
    [InlineData(2, "2")]
    public void Steps_run_from_0_to_the_last_and_at_least_to_1(int steps, string last)
    {
        XElement chart = Drawn([.. Enumerable.Range(1, steps).Select(static step => ((double)step, 1.0 + step))], null);
        string[] ticks = [.. Svg.Texts(chart, "middle").Where(static text => text is not ("step" or "loss"))];
        Assert.Equal(("0", last), (ticks[0], ticks[^1]));
        Assert.Contains("step", Svg.Texts(chart));
    }

    /// <summary>Losses stand by powers where the largest is more than ten times the least, or than what is possible.</summary>
    [Theory]
    [InlineData(0.5, 5, null, false)]
    [InlineData(0.5, 5.05, null, true)]
    [InlineData(1, 4, 0.5, false)]
    [InlineData(1, 4, 0.4, false)]
    [InlineData(1, 4, 0.39, true)]
    [InlineData(0, 4, null, false)]
    [InlineData(-1, 4, null, false)]
    [InlineData(1, 4, 0.0, false)]
    public void Losses_stand_by_powers_where_they_fall_by_more_than_ten(double low, double high, double? least, bool isLogarithmic)
    {
        XElement chart = Drawn([(1, high), (2, (low + high) / 2), (3, low)], least);
        (double X, double Y)[] curve = Assert.Single(Svg.Lines(chart, "2.5"), static line => line.Length == 3);
        double middle = curve[1].Y;

        // Where numbers stand evenly the mean of two stands between them.
        Assert.Equal(!isLogarithmic, Math.Abs(middle - ((curve[0].Y + curve[2].Y) / 2)) < 0.01);
    }

    /// <summary>Without any loss the axis is that of 1 and of what is possible.</summary>
    [Theory]
    [InlineData(0.1, false)]
    [InlineData(0.05, true)]
    public void Without_losses_the_least_possible_one_says_how_they_stand(double least, bool isLogarithmic)
    {
        double[] ticks =
        [
            .. Svg.Named(Drawn([], least), "text").Where(static text => text.Attribute("text-anchor")?.Value == "end")
                .Select(static text => double.Parse(text.Attribute("transform")!.Value.Split(',', ')')[1], System.Globalization.CultureInfo.InvariantCulture)),
        ];
        double[] gaps = [.. ticks.Zip(ticks.Skip(1), static (a, b) => a - b)];
        Assert.True(gaps.Length > 1);
        Assert.Equal(isLogarithmic, gaps.Max() - gaps.Min() > 1);
    }

    [Fact]
    public void Losses_that_are_not_finite_have_no_place_and_the_least_possible_runs_all_across()
    {
        XElement chart = Svg.Of(static stream => LossChart.Write(
            stream, [(1, 3), (2, double.NaN), (3, 2), (4, double.PositiveInfinity), (5, 1)], [(1, 3), (2, 2.9), (3, 2.5), (5, 2)], 0.123456, "f.svg"));
        Assert.Equal((820, 400), (Svg.Number(chart, "width"), Svg.Number(chart, "height")));
        Assert.Contains(Svg.Lines(chart, "0.7"), static line => line.Length == 3);
        (double X, double Y)[] smooth = Assert.Single(Svg.Lines(chart, "2.5"), static line => line.Length == 4);
        (double X, double Y)[] floor = Svg.Lines(chart, "1.5").Where(static line => line[0].X < 300).SelectMany(static line => line).ToArray();
        Assert.Equal(smooth[3].X, floor.Max(static point => point.X), 1);
        Assert.Equal(smooth[0].X - ((smooth[3].X - smooth[0].X) / 4), floor.Min(static point => point.X), 1);
        Assert.Contains("least possible, 0.1235\u2003\u2003", Svg.Texts(chart));
    }

    private static XElement Drawn(IReadOnlyList<(double Step, double Loss)> smoothed, double? least) => Svg.Of(stream => LossChart.Write(stream, [], smoothed, least, "f.svg"));
}

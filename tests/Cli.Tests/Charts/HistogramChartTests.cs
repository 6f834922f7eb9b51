using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using ScoreSde.Cli.Charts;

namespace ScoreSde.Tests.Charts;

/// <summary>Counts of values as bars.</summary>
[Trait("Category", "Once")]
public sealed class HistogramChartTests
{
    /// <summary>A value alone has half of its size to either side, and no less than a half.</summary>
    [Theory]
    [InlineData(3, 1.5, 4.5)]
    [InlineData(-6, -9, -3)]
    [InlineData(1.5, 0.75, 2.25)]
    [InlineData(0.5, 0, 1)]
    [InlineData(0, -0.5, 0.5)]
    public void A_value_alone_stands_in_the_middle(double value, double low, double high)
    {
        PlotModel plot = HistogramChart.Plot([value, value], "value");
        Assert.Equal((low, high), (plot.Axes[0].Minimum, plot.Axes[0].Maximum));
        Assert.Equal([0, 0, 0, 0, 2, 0, 0, 0], Bars(plot).Select(static bar => bar.Y1));
    }

    [Fact]
    public void No_values_are_eight_empty_bars_from_0_to_1()
    {
        PlotModel plot = HistogramChart.Plot([double.NaN, double.PositiveInfinity], "value");
        Assert.Equal((0, 1), (plot.Axes[0].Minimum, plot.Axes[0].Maximum));
        Assert.Equal(new double[8], Bars(plot).Select(static bar => bar.Y1));
        Assert.Single(plot.Series);
    }

    [Theory]
    [InlineData(2, 8)]
    [InlineData(80, 8)]
    [InlineData(81, 9)]
    [InlineData(1599, 39)]
    [InlineData(1600, 40)]
    [InlineData(1700, 40)]
    public void There_are_as_many_bars_as_the_root_of_the_values_between_8_and_40(int count, int bars)
    {
        PlotModel plot = HistogramChart.Plot([double.NegativeInfinity, .. Enumerable.Range(0, count).Select(static i => (double)i)], "value");
        Assert.Equal(bars, Bars(plot).Count);
        Assert.Equal((0, count - 1), (plot.Axes[0].Minimum, plot.Axes[0].Maximum));
        Assert.Equal(count, Bars(plot).Sum(static bar => bar.Y1));
    }

    /// <summary>A value at the border of two bars is of the upper one, and the last of the last one.</summary>
    [Fact]
    public void Bars_stand_over_their_ranges_with_the_root_of_the_count_as_their_error()
    {
        PlotModel plot = HistogramChart.Plot([10, 10.4, 11, 11, 11.9, 11.99, 14], "value", 10, 14, 4, hasErrors: true);
        Assert.Equal([2, 4, 0, 1], Bars(plot).Select(static bar => bar.Y1));
        Assert.All(Bars(plot), static bar => Assert.Equal(0, bar.Y0));
        Assert.Equal([10.04, 11.04, 12.04, 13.04], Bars(plot).Select(static bar => Math.Round(bar.X0, 9)));
        Assert.Equal([10.96, 11.96, 12.96, 13.96], Bars(plot).Select(static bar => Math.Round(bar.X1, 9)));
        DataPoint[][] errors = [.. plot.Series.Skip(1).Cast<LineSeries>().Select(static line => ((IEnumerable<DataPoint>)line.ItemsSource).ToArray())];
        Assert.Equal([10.5, 11.5, 13.5], errors.Select(static error => error[0].X));
        Assert.Equal([10.5, 11.5, 13.5], errors.Select(static error => error[1].X));
        Assert.Equal([2 - Math.Sqrt(2), 2, 0], errors.Select(static error => error[0].Y));
        Assert.Equal([2 + Math.Sqrt(2), 6, 2], errors.Select(static error => error[1].Y));
    }

    [Fact]
    public void Values_that_hang_together_have_no_errors_and_counts_begin_at_0_in_steps_of_1()
    {
        PlotModel plot = HistogramChart.Plot([1, 2], "rank", 0, 4, 2, hasErrors: false);
        Assert.Single(plot.Series);
        Assert.Equal(("rank", "count"), (plot.Axes[0].Title, plot.Axes[1].Title));
        Assert.Equal((AxisPosition.Bottom, AxisPosition.Left), (plot.Axes[0].Position, plot.Axes[1].Position));
        Assert.Equal((0, 0.05, 1), (plot.Axes[1].Minimum, plot.Axes[1].MaximumPadding, plot.Axes[1].MinimumMajorStep));
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(1e-300, true)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void A_mark_has_a_band_where_its_error_is_known(double error, bool hasBand)
    {
        PlotModel plot = HistogramChart.Plot([1, 2], "value").WithMark(2, error);
        LineAnnotation line = Assert.Single(plot.Annotations.OfType<LineAnnotation>());
        Assert.Equal((LineAnnotationType.Vertical, 2, LineStyle.Dash), (line.Type, line.X, line.LineStyle));
        if (hasBand)
        {
            RectangleAnnotation band = Assert.Single(plot.Annotations.OfType<RectangleAnnotation>());
            Assert.Equal((2 - error, 2 + error, AnnotationLayer.BelowSeries), (band.MinimumX, band.MaximumX, band.Layer));
        }
        else
        {
            Assert.Single(plot.Annotations);
        }
    }

    [Fact]
    public void A_level_lies_across_and_a_band_upright()
    {
        PlotModel plot = HistogramChart.Plot([1, 2], "value").WithLevel(3).WithBand(1.25, 1.5);
        LineAnnotation level = Assert.IsType<LineAnnotation>(plot.Annotations[0]);
        Assert.Equal((LineAnnotationType.Horizontal, 3, LineStyle.Dash), (level.Type, level.Y, level.LineStyle));
        RectangleAnnotation band = Assert.IsType<RectangleAnnotation>(plot.Annotations[1]);
        Assert.Equal((1.25, 1.5), (band.MinimumX, band.MaximumX));
    }

    private static IList<RectangleBarItem> Bars(PlotModel plot) => Assert.IsType<RectangleBarSeries>(plot.Series[0]).Items;
}

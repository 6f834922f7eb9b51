using System.Xml.Linq;
using OxyPlot.Axes;
using ScoreSde.Cli.Charts;
using ScoreSde.Images;

namespace ScoreSde.Tests.Charts;

/// <summary>Axes of a given range, and the chart of points that has two of them.</summary>
[Trait("Category", "Once")]
public sealed class RangedAxisTests
{
    /// <summary>As many as six numbers stand at an axis; across, only as many as do not touch.</summary>
    [Theory]
    [InlineData(0, 1, 0.2, 0.2)]
    [InlineData(0, 6, 1, 1)]
    [InlineData(-1000.005, -1000, 0.001, 0.001)]
    [InlineData(-10000.005, -10000, 0.001, 0.002)]
    [InlineData(1000000, 1000001, 0.2, 0.5)]
    public void Numbers_across_do_not_touch(double low, double high, double up, double across)
    {
        LinearAxis left = RangedAxis.Of(AxisPosition.Left, "x1", new PlotRange(low, high)), bottom = RangedAxis.Of(AxisPosition.Bottom, "x0", new PlotRange(low, high));
        Assert.Equal(up, left.MajorStep, 1e-12);
        Assert.Equal(across, bottom.MajorStep, 1e-12);
        Assert.Equal((low, high, low, high), (left.Minimum, left.Maximum, bottom.Minimum, bottom.Maximum));
        Assert.Equal(("x1", "x0"), (left.Title, bottom.Title));
    }

    /// <summary>Numbers left of a chart have 9 units a sign, and their title stands away from them.</summary>
    [Theory]
    [InlineData(0, 1, 72, 20)]
    [InlineData(0, 5000, 72, 22)]
    [InlineData(0, 10000, 73, 24)]
    [InlineData(0, 100000, 82, 26)]
    public void Longer_numbers_have_more_room(double low, double high, double margin, double distance)
    {
        Assert.Equal(margin, RangedAxis.Margin(new PlotRange(low, high)));
        Assert.Equal(distance, RangedAxis.Of(AxisPosition.Left, "", new PlotRange(low, high)).AxisTitleDistance);
        Assert.Equal(14, RangedAxis.Of(AxisPosition.Bottom, "", new PlotRange(low, high)).AxisTitleDistance);
    }

    [Fact]
    public void A_number_has_the_digits_of_the_step() => Assert.Equal("0.40", RangedAxis.Of(AxisPosition.Left, "", new PlotRange(0.3, 0.5)).LabelFormatter(0.4));

    /// <summary>Each axis has its own range; nothing lies beneath the points where no density is known.</summary>
    [Fact]
    public void Points_stand_at_their_places_between_unequal_axes()
    {
        double[] points = [0, 100, 1, 300, 0.5, 200, 0.25, 100];
        XElement chart = Svg.Of(stream => ScatterChart.Write(stream, points, new PlotRange(0, 1), new PlotRange(100, 300), null));
        Assert.Equal((560, 560), (Svg.Number(chart, "width"), Svg.Number(chart, "height")));
        Assert.Empty(Svg.Named(chart, "image"));
        (double X, double Y)[] places = [.. Svg.Named(chart, "ellipse").Select(static mark => (Svg.Number(mark, "cx"), Svg.Number(mark, "cy")))];
        Assert.Equal(4, places.Length);
        (double left, double right, double bottom, double top) = (places[0].X, places[1].X, places[0].Y, places[1].Y);
        Assert.True(right - left > 400 && bottom - top > 400);
        Assert.Equal((left + right) / 2, places[2].X, 0.01);
        Assert.Equal((bottom + top) / 2, places[2].Y, 0.01);
        Assert.Equal((0.75 * left) + (0.25 * right), places[3].X, 0.01);
        Assert.Equal(bottom, places[3].Y, 0.01);
        Assert.All(Svg.Named(chart, "ellipse"), static mark => Assert.Equal((2, 2), (Svg.Number(mark, "rx"), Svg.Number(mark, "ry"))));
    }

    [Fact]
    public void A_density_fills_the_axes()
    {
        using var png = new MemoryStream();
        PngFile.Write(png, new Picture(4, 4, 3));
        XElement chart = Svg.Of(stream => ScatterChart.Write(stream, [0, 100, 1, 300], new PlotRange(0, 1), new PlotRange(100, 300), png.ToArray()));
        XElement image = Assert.Single(Svg.Named(chart, "image"));
        XElement[] corners = [.. Svg.Named(chart, "ellipse")];
        Assert.Equal(Svg.Number(corners[0], "cx"), Svg.Number(image, "x"), 0.6);
        Assert.Equal(Svg.Number(corners[1], "cy"), Svg.Number(image, "y"), 0.6);
        Assert.Equal(Svg.Number(corners[1], "cx") - Svg.Number(corners[0], "cx"), Svg.Number(image, "width"), 0.6);
        Assert.Equal(Svg.Number(corners[0], "cy") - Svg.Number(corners[1], "cy"), Svg.Number(image, "height"), 0.6);
    }
}

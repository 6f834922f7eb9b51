using System.Text;
using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using ScoreSde.Cli.Charts;
using ScoreSde.Images;

namespace ScoreSde.Tests.Charts;

/// <summary>Axes, colours, sizes and the points that charts leave out.</summary>
[Trait("Category", "Once")]
public sealed class ChartFrameTests
{
    [Theory]
    [InlineData(1, "1")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00009, "9·10⁻⁵")]
    [InlineData(0.00001, "10⁻⁵")]
    [InlineData(20000, "20000")]
    [InlineData(99999, "99999")]
    [InlineData(100000, "10⁵")]
    [InlineData(2.5e6, "2.5·10⁶")]
    [InlineData(1.2345e7, "1.23·10⁷")]
    [InlineData(1e-12, "10⁻¹²")]
    [InlineData(3e98, "3·10⁹⁸")]
    [InlineData(0.123456789, "0.123457")]
    public void Numbers_by_powers_have_few_zeros(double value, string label) => Assert.Equal(label, ChartFrame.Powers(AxisPosition.Left, "").LabelFormatter(value));

    [Fact]
    public void Axes_leave_room_for_their_titles_and_at_their_ends()
    {
        LogarithmicAxis left = ChartFrame.Powers(AxisPosition.Left, "a"), bottom = ChartFrame.Powers(AxisPosition.Bottom, "b");
        Assert.Equal((20, 0.08, 0.02), (left.AxisTitleDistance, left.MinimumPadding, left.MaximumPadding));
        Assert.Equal((12, 0.04, 0.04), (bottom.AxisTitleDistance, bottom.MinimumPadding, bottom.MaximumPadding));
        LinearAxis up = ChartFrame.Even(AxisPosition.Left, "c"), across = ChartFrame.Even(AxisPosition.Bottom, "d");
        Assert.Equal((20, LineStyle.Solid), (up.AxisTitleDistance, up.MajorGridlineStyle));
        Assert.Equal((12, LineStyle.None), (across.AxisTitleDistance, across.MajorGridlineStyle));
    }

    /// <summary>Nine colours and four marks follow each other in turn.</summary>
    [Theory]
    [InlineData(0, "#0072b2", "●", MarkerType.Circle)]
    [InlineData(1, "#d55e00", "■", MarkerType.Square)]
    [InlineData(2, "#009e73", "▲", MarkerType.Triangle)]
    [InlineData(3, "#cc79a7", "◆", MarkerType.Diamond)]
    [InlineData(4, "#e69f00", "●", MarkerType.Circle)]
    [InlineData(5, "#56b4e9", "■", MarkerType.Square)]
    [InlineData(6, "var(--ink)", "▲", MarkerType.Triangle)]
    [InlineData(7, "#7f7f7f", "◆", MarkerType.Diamond)]
    [InlineData(8, "#b8a800", "●", MarkerType.Circle)]
    [InlineData(9, "#0072b2", "■", MarkerType.Square)]
    [InlineData(15, "var(--ink)", "◆", MarkerType.Diamond)]
    public void Curves_have_their_colour_and_mark_in_turn(int curve, string css, string sign, MarkerType mark)
    {
        Assert.Equal((css, sign, mark), (ChartStyle.CssOf(curve), ChartStyle.SignOf(curve), ChartStyle.MarkOf(curve)));
        Assert.Equal(OxyColor.Parse(css == "var(--ink)" ? "#000000" : css), ChartStyle.ColourOf(curve));
    }

    [Fact]
    public void The_colours_of_the_grid_and_the_band_are_those_that_pages_look_for()
    {
        Assert.Equal(ChartStyle.ExportedGrid, $"rgb({ChartStyle.Grid.R},{ChartStyle.Grid.G},{ChartStyle.Grid.B})");
        Assert.Equal(ChartStyle.ExportedBand, $"rgb({ChartStyle.Band.R},{ChartStyle.Band.G},{ChartStyle.Band.B})");
    }

    [Fact]
    public void A_curve_has_the_name_it_is_given_as_text_or_none()
    {
        Assert.Equal("a\\u0007b\u2003\u2003", ChartFrame.Curve(0, "a\u0007b", []).Title);
        LineSeries unnamed = ChartFrame.Curve(6, null, [new(1, 2)]);
        Assert.Null(unnamed.Title);
        Assert.Equal((4, 2, OxyColors.Black, OxyColors.Black), (unnamed.MarkerSize, unnamed.StrokeThickness, unnamed.Color, unnamed.MarkerFill));
    }

    /// <summary>A picture has two pixels for each unit, and no part of one is lost.</summary>
    [Theory]
    [InlineData(10, 20, 20, 40)]
    [InlineData(100.3, 90.6, 201, 182)]
    public void A_picture_has_twice_as_many_pixels_as_the_chart_is_wide(double width, double height, int columns, int rows)
    {
        Picture picture = ChartFrame.Drawn(new PlotModel(), width, height);
        Assert.Equal((columns, rows, 3), (picture.Width, picture.Height, picture.Channels));
    }

    [Theory]
    [InlineData("f.png", true)]
    [InlineData("f.PNG", true)]
    [InlineData("f.svg", false)]
    [InlineData("png", false)]
    public void The_ending_says_what_is_written(string file, bool isPng)
    {
        using var stream = new MemoryStream();
        ChartFrame.Write(stream, ChartFrame.Empty(hasLegend: false), 120, 100, file);
        Assert.Equal(isPng, stream.ToArray().AsSpan(1).StartsWith("PNG"u8));
        Assert.Equal(!isPng, Encoding.UTF8.GetString(stream.ToArray()).Contains("<svg", StringComparison.Ordinal));
    }

    [Fact]
    public void Points_that_are_not_positive_and_finite_have_no_place_by_powers()
    {
        (double X, double Y)[] bad =
        [
            (0, 1), (-1, 1), (double.PositiveInfinity, 1), (double.NaN, 1), (1, 0), (1, -1), (1, double.PositiveInfinity), (1, double.NaN),
        ];
        XElement chart = Svg.Of(stream => LogLogChart.Write(stream, "what", "n", "e", [("a", [.. bad, (1, 2), (10, 0.5), (100, 0.1)])]));

        // One of the marks is the legend's.
        Assert.Equal(4, Svg.Named(chart, "ellipse").Count());
        string[] texts = Svg.Texts(chart);
        Assert.All(["what", "n", "e", "a\u2003\u2003"], text => Assert.Contains(text, texts));
        PlotModel plot = PointChart.Plot("x", "y", [.. bad, (-3, 7)], [(2, 5)]);
        Assert.Equal([new(0, 1), new(-1, 1), new(-3, 7)], Points(plot, 0));
        Assert.Equal([new(2, 5)], Points(plot, 1));
    }

    [Fact]
    public void Points_have_marks_in_turn_and_no_lines()
    {
        PlotModel plot = PointChart.Plot("x", "y", [(1, 1)], [(2, 5)]);
        Assert.Equal([MarkerType.Circle, MarkerType.Square], plot.Series.Cast<LineSeries>().Select(static series => series.MarkerType));
        Assert.Equal([OxyColor.Parse("#0072b2"), OxyColor.Parse("#d55e00")], plot.Series.Cast<LineSeries>().Select(static series => series.MarkerFill));
        Assert.All(plot.Series.Cast<LineSeries>(), static series => Assert.Equal((LineStyle.None, 3), (series.LineStyle, series.MarkerSize)));
        Assert.Equal(new OxyThickness(86, 10, 14, 55), plot.PlotMargins);
        Assert.Equal(("x", "y", 30), (plot.Axes[0].Title, plot.Axes[1].Title, plot.Axes[1].AxisTitleDistance));
        Assert.IsType<LogarithmicAxis>(plot.Axes[1]);
    }

    /// <summary>A chart on a page has the page's ink and font, and no name of its parts is that of another's.</summary>
    [Fact]
    public void A_chart_on_a_page_takes_the_pages_ink()
    {
        PlotModel plot = ChartFrame.Empty(hasLegend: false);
        plot.Axes.Add(ChartFrame.Even(AxisPosition.Bottom, "across"));
        plot.Axes.Add(ChartFrame.Even(AxisPosition.Left, "up"));
        plot.Series.Add(ChartFrame.Curve(6, null, [new(0, 1), new(1, 2), new(2, 2)]));
        plot.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Horizontal, Y = 1.5, Text = "red", TextColor = OxyColors.Red, Color = OxyColors.Red });
        plot.Annotations.Add(new RectangleAnnotation { MinimumX = 0.5, MaximumX = 1, Fill = ChartStyle.Band });
        XElement chart = InkedSvg.Of(plot, 300, 200, "c7", "what\u0007it shows");
        Assert.Equal("0 0 300 200", chart.Attribute("viewBox")!.Value);
        Assert.Null(chart.Attribute("width"));
        Assert.Null(chart.Attribute("height"));
        Assert.Equal(("img", "what\\u0007it shows"), (chart.Attribute("role")!.Value, chart.Attribute("aria-label")!.Value));
        Assert.All(Svg.Named(chart, "text"), static text => Assert.Null(text.Attribute("font-family")));

        // Only what was black has lost its colour.
        Assert.Equal(["red"], Svg.Named(chart, "text").Where(static text => text.Attribute("fill") is not null).Select(static text => text.Value));
        string[] ids = [.. Svg.Named(chart, "clipPath").Select(static clip => clip.Attribute("id")!.Value)];
        Assert.True(ids.Length > 1);
        Assert.All(ids, static id => Assert.StartsWith("c7-clipPath", id, StringComparison.Ordinal));
        Assert.Equal(ids.Select(static id => $"url(#{id})"), Svg.Named(chart, "g").Select(static part => part.Attribute("clip-path")?.Value).OfType<string>());
        string styles = string.Join(' ', chart.Descendants().Attributes("style").Select(static style => style.Value));
        Assert.All(["stroke:var(--ink)", "fill:var(--ink)", "stroke:var(--grid)", "fill:var(--band)"], ink => Assert.Contains(ink, styles, StringComparison.Ordinal));
        Assert.All(["black", "rgb(0,0,0)", "rgb(221,221,221)", "rgb(238,236,224)"], ink => Assert.DoesNotContain(ink, styles, StringComparison.Ordinal));
    }

    private static DataPoint[] Points(PlotModel plot, int series) => [.. (IEnumerable<DataPoint>)((LineSeries)plot.Series[series]).ItemsSource];
}

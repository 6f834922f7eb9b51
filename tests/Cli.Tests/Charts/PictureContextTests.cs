using System.Globalization;
using System.Xml.Linq;
using OxyPlot;
using ScoreSde.Cli.Charts;
using ScoreSde.Images;

namespace ScoreSde.Tests.Charts;

/// <summary>Charts as pictures.</summary>
public sealed class PictureContextTests
{
    [Fact]
    public void A_pixel_takes_the_share_that_a_shape_covers_and_overlaps_count_once()
    {
        var picture = new Picture(4, 3, 3);
        var fill = new PolygonFill(picture);
        fill.Fill([[(1, 0), (2.5, 0), (2.5, 2), (1, 2)], [(1.5, 0), (2, 0), (2, 2), (1.5, 2)]], 0, 100, 255, 1);
        Assert.Equal([255, 255, 255, 0, 100, 255, 128, 178, 255, 255, 255, 255], picture.Row(0).ToArray().Select(static value => (int)value));
        Assert.Equal(picture.Row(0).ToArray(), picture.Row(1).ToArray());
        Assert.All(picture.Row(2).ToArray(), static value => Assert.Equal(255, value));

        // Half of its colour, and nothing outside of the clip.
        fill.Clip = (0, 2, 1, 3);
        fill.Fill([[(0, 0), (4, 0), (4, 3), (0, 3)]], 0, 0, 0, 0.5);
        Assert.Equal([128, 128, 128, 255, 255, 255], picture.Row(2)[..6].ToArray().Select(static value => (int)value));
        Assert.Equal(255, picture.Row(0)[0]);
    }

    /// <summary>Where no clip is set, all of the picture is drawn on, its first and last pixel too.</summary>
    [Fact]
    public void A_shape_beyond_the_picture_covers_all_of_it()
    {
        var picture = new Picture(3, 2, 3);
        new PolygonFill(picture).Fill([[(-5, -5), (9, -5), (9, 9), (-5, 9)]], 7, 7, 7, 1);
        Assert.All(new[] { 0, 1 }, y => Assert.All(picture.Row(y).ToArray(), static value => Assert.Equal(7, value)));
    }

    /// <summary>Corners on the lines that are looked along, a fifth of a pixel apart from 0.1 on, count once: the area is that of the shape, and nothing runs out to the side.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.3)]
    [InlineData(0.25)]
    public void Corners_on_a_line_count_once(double down)
    {
        var picture = new Picture(12, 12, 3);
        (double X, double Y)[] diamond = [(6, 1 + down), (10, 5 + down), (6, 9 + down), (2, 5 + down)];
        new PolygonFill(picture).Fill([diamond], 0, 0, 0, 1);
        double ink = 0;
        for (int y = 0; y < 12; y++)
        {
            ink += Enumerable.Range(0, 12).Sum(x => (255.0 - picture.Row(y)[3 * x]) / 255);
            Assert.All(new[] { 0, 1, 10, 11 }, x => Assert.Equal(255, picture.Row(y)[3 * x]));
        }

        Assert.Equal(32, ink, 0.2);
        var turned = new Picture(12, 12, 3);
        new PolygonFill(turned).Fill([[.. diamond.Reverse()]], 0, 0, 0, 1);
        Assert.Equal(Enumerable.Range(0, 12).SelectMany(y => picture.Row(y).ToArray()), Enumerable.Range(0, 12).SelectMany(y => turned.Row(y).ToArray()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_line_covers_its_length_times_its_thickness_and_dashes_their_share(bool isDashed)
    {
        var picture = new Picture(100, 100, 3);
        (double X, double Y)[] line = [(10, 20), (70, 80)];
        new PolygonFill(picture).Fill([.. Strokes.Of(line, 4, isDashed ? [6, 6] : null)], 0, 0, 0, 1);
        double ink = 0;
        for (int y = 0; y < 100; y++)
        {
            ink += Enumerable.Range(0, 100).Sum(x => (255.0 - picture.Row(y)[3 * x]) / 255);
        }

        double length = Math.Sqrt(2) * 60;
        Assert.Equal(isDashed ? (Math.Floor(length / 12) * 6 * 4) + (4 * Math.Min(6, length % 12)) : length * 4, ink, 0.5);
    }

    /// <summary>A text lies to the right of its point, about it or to the left of it.</summary>
    [Theory]
    [InlineData(HorizontalAlignment.Left, 1)]
    [InlineData(HorizontalAlignment.Center, 0)]
    [InlineData(HorizontalAlignment.Right, -1)]
    public void A_text_lies_where_it_is_aligned(HorizontalAlignment alignment, int side)
    {
        var picture = new Picture(100, 30, 3);
        var context = new PictureContext(picture, 1);
        context.DrawText(new ScreenPoint(50, 5), "mmmm", OxyColors.Black, "", 12, 400, 0, alignment, VerticalAlignment.Top, null);
        double[] ink = [.. Enumerable.Range(0, 100).Select(x => Enumerable.Range(0, 30).Sum(y => 255.0 - picture.Row(y)[3 * x]))];
        double middle = ink.Select(static (value, x) => value * (x + 0.5)).Sum() / ink.Sum();
        double width = context.MeasureText("mmmm", "", 12, 400).Width;
        Assert.Equal(50 + (0.5 * side * width), middle, 1.5);
        Assert.True(width > 20);
    }

    [Fact]
    public void A_bend_has_no_gap()
    {
        var picture = new Picture(40, 40, 3);
        new PolygonFill(picture).Fill([.. Strokes.Of([(5, 35), (20, 5), (35, 35)], 6, null)], 0, 0, 0, 1);
        Assert.Equal(0, picture.Row(5)[3 * 20]);
        Assert.Equal(0, picture.Row(3)[3 * 20]);
    }

    [Fact]
    public void Letters_stand_where_they_are_put_and_unknown_ones_have_a_sign()
    {
        // The bar of a minus is wider than high; I is higher than wide, and stands on the line.
        (double X, double Y)[] upright = LetterOutlines.Contours("I").SelectMany(static contour => contour).ToArray();
        Assert.Equal(0, upright.Max(static point => point.Y), 1e-9);
        Assert.InRange(-upright.Min(static point => point.Y), 0.6, 0.8);
        Assert.Equal(2 * LetterOutlines.Width("I"), LetterOutlines.Width("II"), 1e-9);
        Assert.Equal(upright.Max(static point => point.X) + LetterOutlines.Width("I"), LetterOutlines.Contours("II").SelectMany(static contour => contour).Max(static point => point.X), 1e-9);
        Assert.Equal(LetterOutlines.Width("\uFFFD"), LetterOutlines.Width("漢"));
        Assert.All("abcABC019 .,:;()|±αβσλ∫√≤⁻⁵ᾱ–·\u2003", static letter => Assert.NotEqual(LetterOutlines.Width("漢"), LetterOutlines.Width(letter.ToString())));
    }

    /// <summary>Every mark of the chart as SVG has its colour in the picture, at twice its place.</summary>
    [Fact]
    public void The_picture_is_the_chart()
    {
        PlotModel Chart()
        {
            PlotModel plot = ChartFrame.Empty(hasLegend: false);
            plot.Axes.Add(ChartFrame.Powers(OxyPlot.Axes.AxisPosition.Bottom, "across"));
            plot.Axes.Add(ChartFrame.Powers(OxyPlot.Axes.AxisPosition.Left, "up"));
            plot.Series.Add(ChartFrame.Curve(0, "one", [new(1, 10), new(10, 1), new(100, 0.2)]));
            plot.Series.Add(ChartFrame.Curve(4, "two", [new(1, 3), new(10, 2), new(100, 0.1)]));
            return plot;
        }

        Picture picture = ChartFrame.Drawn(Chart(), 600, 400);
        Assert.Equal((1200, 800), (picture.Width, picture.Height));
        using var bytes = new MemoryStream();
        ChartFrame.Write(bytes, Chart(), 600, 400);
        bytes.Position = 0;
        XElement[] marks = [.. XDocument.Load(bytes).Descendants().Where(static element => element.Name.LocalName == "ellipse")];
        Assert.Equal(6, marks.Length);
        Assert.All(marks, mark =>
        {
            string style = mark.Attribute("style")!.Value;
            string colour = style[(style.IndexOf("fill:rgb(", StringComparison.Ordinal) + 9)..].Split(')')[0];
            (int x, int y) = ((int)(2 * Number(mark, "cx")), (int)(2 * Number(mark, "cy")));
            Assert.Equal(colour, string.Join(',', picture.Row(y).Slice(3 * x, 3).ToArray()));
        });

        // Dark letters beneath the axis and its numbers, and white at the edge.
        Assert.Contains(Enumerable.Range(730, 60), y => picture.Row(y).ContainsAnyInRange((byte)0, (byte)60));
        Assert.Equal(255, picture.Row(0)[0]);

        static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
    }
}

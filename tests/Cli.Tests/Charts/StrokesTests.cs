using OxyPlot;
using ScoreSde.Cli.Charts;
using ScoreSde.Images;

namespace ScoreSde.Tests.Charts;

/// <summary>Shapes of lines, and what a clip and an alignment do to shapes and letters.</summary>
[Trait("Category", "Once")]
public sealed class StrokesTests
{
    [Fact]
    public void A_straight_line_is_one_rectangle_about_it()
    {
        (double X, double Y)[] shape = Assert.Single(Strokes.Of([(0, 0), (10, 0), (10, 0)], 2, null), static shape => shape.Length == 4);
        Assert.Equal([(0, -1), (10, -1), (10, 1), (0, 1)], shape);
        Assert.Empty(Strokes.Of([(3, 3), (3, 3)], 2, null));
        Assert.Empty(Strokes.Of([(3, 3)], 2, null));
    }

    [Fact]
    public void A_bend_is_round()
    {
        (double X, double Y)[][] shapes = [.. Strokes.Of([(0, 0), (10, 0), (10, 5)], 4, null)];
        Assert.Equal([4, 4, 12], shapes.Select(static shape => shape.Length).Order());
        (double X, double Y)[] round = shapes.Single(static shape => shape.Length == 12);
        Assert.All(round, static point => Assert.Equal(2, Math.Sqrt(((point.X - 10) * (point.X - 10)) + (point.Y * point.Y)), 1e-12));
        Assert.Equal(10 + (2 * Math.Cos(Math.PI / 6)), round[1].X, 1e-12);
        Assert.Equal(1, round[1].Y, 1e-12);
    }

    /// <summary>Dashes and gaps come by turns, go on around a corner, and the last is cut at the line's end; a gap of nothing is a thousandth.</summary>
    [Theory]
    [InlineData(10, new double[] { 3, 2 }, new double[] { 0, 3, 5, 8 })]
    [InlineData(10, new double[] { 4, 3 }, new double[] { 0, 4, 7, 10 })]
    [InlineData(10, new double[] { 1, 2, 3 }, new double[] { 0, 1, 3, 6, 7, 9 })]
    [InlineData(3, new double[] { 2, 0 }, new double[] { 0, 2, 2.001, 3 })]
    [InlineData(10, new double[] { 3.3, 1.1 }, new double[] { 0, 3.3, 4.4, 7.7, 8.8, 10 })]
    [InlineData(2, new double[] { 5, 1 }, new double[] { 0, 2 })]
    public void Dashes_and_gaps_come_by_turns(double length, double[] dashes, double[] ends)
    {
        double[] seen = [.. Strokes.Of([(0, 0), (length, 0)], 2, dashes).Select(static shape => (shape[0].X, shape[1].X)).SelectMany(static part => new[] { part.Item1, part.Item2 })];
        Assert.Equal(ends.Length, seen.Length);
        Assert.All(ends.Zip(seen), static pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Fact]
    public void A_dash_goes_on_around_a_corner()
    {
        (double X, double Y)[][] shapes = [.. Strokes.Of([(0, 0), (4, 0), (4, 4)], 2, [3, 2])];
        Assert.Equal([4, 4], shapes.Select(static shape => shape.Length));
        Assert.Equal([(0, -1), (3, -1), (3, 1), (0, 1)], shapes[0]);

        // The gap from 3 to 5 ends one below the corner, and the dash then runs to the end, which lies at 8.
        Assert.Equal([(5, 1), (5, 4), (3, 4), (3, 1)], shapes[1]);
        (double X, double Y)[][] bent = [.. Strokes.Of([(0, 0), (4, 0), (4, 4)], 2, [6, 9])];
        Assert.Contains(bent, static shape => shape.Length == 12);
        Assert.Contains(bent, static shape => shape.Length == 4 && shape[1] == (5, 2));
    }

    /// <summary>Five lines are looked along in each row of pixels: a clip that ends within a row leaves those of them that lie before its end.</summary>
    [Fact]
    public void A_clip_ends_within_a_pixel()
    {
        var picture = new Picture(3, 3, 3);
        new PolygonFill(picture) { Clip = (0.2, 0.5, 2, 1.5) }.Fill([[(-5, -5), (9, -5), (9, 9), (-5, 9)]], 0, 0, 0, 1);
        Assert.Equal([133, 102, 255], Column(0));
        Assert.Equal([173, 153, 255], Column(1));
        Assert.Equal([255, 255, 255], Column(2));

        int[] Column(int row) => [.. Enumerable.Range(0, 3).Select(x => (int)picture.Row(row)[3 * x])];
    }

    /// <summary>A clip is in the chart's units, and what comes after it is drawn everywhere.</summary>
    [Fact]
    public void A_clip_of_a_chart_is_as_large_in_its_picture()
    {
        var picture = new Picture(20, 20, 3);
        var context = new PictureContext(picture, 2);
        ScreenPoint[] all = [new(-1, -1), new(11, -1), new(11, 11), new(-1, 11)];
        context.PushClip(new OxyRect(1, 2, 3, 5));
        context.DrawPolygon(all, OxyColors.Black, OxyColors.Undefined, 0, EdgeRenderingMode.Automatic, null!, LineJoin.Miter);
        int[] rows = [.. Enumerable.Range(0, 20).Where(y => picture.Row(y).Contains((byte)0))];
        Assert.Equal((4, 13), (rows[0], rows[^1]));
        int[] columns = [.. Enumerable.Range(0, 20).Where(x => picture.Row(8)[3 * x] == 0)];
        Assert.Equal((2, 7), (columns[0], columns[^1]));
        context.PopClip();
        context.DrawPolygon(all, OxyColors.Undefined, OxyColors.Red, 2, EdgeRenderingMode.Automatic, null!, LineJoin.Miter);
        Assert.Equal(255, picture.Row(0)[3 * 19]);
        Assert.Equal(255, picture.Row(19)[(3 * 19) + 1]);
        context.DrawPolygon(all, OxyColors.Red, OxyColors.Undefined, 0, EdgeRenderingMode.Automatic, null!, LineJoin.Miter);
        Assert.Equal([255, 0, 0], picture.Row(19)[(3 * 19)..].ToArray().Select(static value => (int)value));
        Assert.Equal([255, 0, 0], picture.Row(0)[..3].ToArray().Select(static value => (int)value));
    }

    /// <summary>The side of a polygon that its points leave open is drawn too; a line without thickness or colour is none.</summary>
    [Fact]
    public void The_edge_of_a_shape_is_closed()
    {
        var picture = new Picture(20, 20, 3);
        var context = new PictureContext(picture, 1);
        ScreenPoint[] square = [new(5, 5), new(15, 5), new(15, 15), new(5, 15)];
        context.DrawLine(square, OxyColors.Black, 0, EdgeRenderingMode.Automatic, null!, LineJoin.Miter);
        context.DrawLine(square, OxyColors.Undefined, 2, EdgeRenderingMode.Automatic, null!, LineJoin.Miter);
        Assert.All(picture.Pixels.ToArray(), static value => Assert.Equal(255, value));
        context.DrawPolygon(square, OxyColors.Undefined, OxyColors.Black, 2, EdgeRenderingMode.Automatic, null!, LineJoin.Miter);
        Assert.All([(10, 4), (10, 5), (15, 10), (14, 10), (10, 15), (10, 14), (4, 10), (5, 10)], pixel => Assert.Equal(0, picture.Row(pixel.Item2)[3 * pixel.Item1]));
        Assert.Equal(255, picture.Row(10)[3 * 10]);
    }

    /// <summary>The height of capital letters is that of I, the place of the foot what is left of a line of 0.76 above and 0.24 below.</summary>
    [Theory]
    [InlineData(VerticalAlignment.Top, 76)]
    [InlineData(VerticalAlignment.Middle, 26)]
    [InlineData(VerticalAlignment.Bottom, -24)]
    public void A_text_hangs_on_its_point_or_stands_on_it(VerticalAlignment alignment, int foot)
    {
        var picture = new Picture(200, 200, 3);
        new PictureContext(picture, 1).DrawText(new ScreenPoint(100, 100), "I", OxyColors.Black, "", 100, 400, 0, HorizontalAlignment.Left, alignment, null);
        int last = Enumerable.Range(0, 200).Last(y => picture.Row(y).ContainsAnyInRange((byte)0, (byte)100));
        Assert.Equal(100 + foot - 1, last);
    }

    /// <summary>By 90 degrees what ran to the right runs downwards.</summary>
    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(90, 0, 1)]
    [InlineData(-90, 0, -1)]
    public void A_text_is_turned_about_its_point(double degrees, int across, int down)
    {
        var picture = new Picture(200, 200, 3);
        new PictureContext(picture, 1).DrawText(new ScreenPoint(100, 100), "mm", OxyColors.Black, "", 30, 400, degrees, HorizontalAlignment.Left, VerticalAlignment.Middle, null);
        double ink = 0, x = 0, y = 0;
        for (int row = 0; row < 200; row++)
        {
            for (int column = 0; column < 200; column++)
            {
                double dark = 255 - picture.Row(row)[3 * column];
                (ink, x, y) = (ink + dark, x + (dark * (column + 0.5)), y + (dark * (row + 0.5)));
            }
        }

        double half = 30 * LetterOutlines.Width("mm") / 2;
        Assert.Equal(100 + (across * half), x / ink, 5.0);
        Assert.Equal(100 + (down * half), y / ink, 5.0);
        Assert.True(half > 20);
    }

    [Fact]
    public void A_text_is_measured_in_its_own_size_and_nothing_has_none()
    {
        var context = new PictureContext(new Picture(1, 1, 3), 2);
        Assert.Equal(20, context.MeasureText("mm", "", 20, 400).Height, 1e-9);
        Assert.Equal(20 * LetterOutlines.Width("mm"), context.MeasureText("mm", "", 20, 400).Width, 1e-9);
        Assert.Equal(OxySize.Empty, context.MeasureText("", "", 20, 400));
        Assert.Equal(OxySize.Empty, context.MeasureText(null!, "", 20, 400));
    }
}

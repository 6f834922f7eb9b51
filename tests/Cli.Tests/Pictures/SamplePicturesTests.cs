using System.Xml.Linq;
using ScoreSde.Cli.Pictures;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Images;
using ScoreSde.Tests.Charts;

namespace ScoreSde.Tests.Pictures;

/// <summary>How many samples pictures show, how large they are and what they leave out.</summary>
[Trait("Category", "Once")]
public sealed class SamplePicturesTests
{
    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 10)]
    [InlineData(2, 10)]
    [InlineData(3, 9)]
    [InlineData(4, 8)]
    [InlineData(5, 10)]
    [InlineData(6, 6)]
    [InlineData(7, 7)]
    [InlineData(10, 10)]
    [InlineData(11, 10)]
    [InlineData(100, 10)]
    public void Classes_that_come_in_turn_stand_in_columns(int classes, int columns) => Assert.Equal(columns, SamplePictures.Columns(classes));

    [Fact]
    public void A_picture_needs_a_hundred_pictures_or_100000_points()
    {
        var pictures = new BareModel(4, new ImageShape(2, 2));
        Assert.Equal([99, 100, 100], new long[] { 99, 100, 101 }.Select(count => SamplePictures.RowsShown(pictures, count)));
        Assert.Equal([99_999, 100_000, 100_000], new long[] { 99_999, 100_000, 5_000_000_000 }.Select(count => SamplePictures.RowsShown(new BareModel(2), count)));
        Assert.Equal(["", " of the first 100"], new long[] { 100, 101 }.Select(count => SamplePictures.LeftOut(pictures, new float[4], count)));
    }

    [Theory]
    [InlineData(1, false, true, true)]
    [InlineData(2, false, true, true)]
    [InlineData(3, false, false, false)]
    [InlineData(2, true, true, false)]
    [InlineData(6, true, true, false)]
    public void Pictures_and_points_of_the_line_and_the_plane_can_be_shown(int dimension, bool isPicture, bool canShow, bool hasPoints)
    {
        var model = new BareModel(dimension, isPicture ? new ImageShape(dimension / 2, 2) : null);
        Assert.Equal((canShow, hasPoints), (SamplePictures.CanShow(model), SamplePictures.HasPoints(model)));
        Assert.Equal($"Model 'bare' has {dimension} numbers a sample, neither a picture nor a point of the plane or the line, so --image cannot show it.", SamplePictures.Fault(model, "--image"));
        Assert.Equal(canShow, SampleCells.Of(model, new float[2 * dimension]) is not null);
    }

    /// <summary>Four pixels a side for each number and four between pictures.</summary>
    [Theory]
    [InlineData(4, 0, 52, 16)]
    [InlineData(11, 0, 124, 28)]
    [InlineData(120, 0, 124, 124)]
    [InlineData(120, 3, 112, 148)]
    public void The_first_hundred_pictures_stand_in_rows(int count, int classes, int width, int height)
    {
        Picture picture = SamplePictures.Of(new BareModel(4, new ImageShape(2, 2), classes), new float[4 * count]);
        Assert.Equal((width, height, 1), (picture.Width, picture.Height, picture.Channels));
    }

    [Theory]
    [InlineData(8, 76)]
    [InlineData(6, 76)]
    [InlineData(2, 28)]
    public void Six_pictures_at_each_time_stand_side_by_side(int rows, int height)
    {
        var model = new BareModel(6, new ImageShape(2, 3), scaling: new DataScaling(8, 8));
        float[] white = new float[6 * rows];
        Array.Fill(white, 16);
        white[0] = 8;
        Picture picture = SamplePictures.Strip(model, [new float[6 * rows], white], [1, 0]);
        Assert.Equal((36, height), (picture.Width, picture.Height));

        // 0 of the file is black, 16 white, 8 between.
        Assert.Equal([0, 128, 255], new[] { 4, 20, 24 }.Select(x => (int)picture.Row(4)[x]));
    }

    [Fact]
    public void The_least_time_is_what_is_most_like_data()
    {
        Assert.Equal(2, SamplePictures.Earliest([1, 0.5, 0.1, 0.3]));
        Assert.Equal(0, SamplePictures.Earliest([0, 1]));
    }

    /// <summary>Of 2000 points the outermost two at each end say nothing of what is shown.</summary>
    [Theory]
    [InlineData(0, 2000, "")]
    [InlineData(1, 2000, "; 1 lies outside")]
    [InlineData(2, 2000, "; 2 lie outside")]
    [InlineData(2, 100_000, "; 2 lie outside")]
    [InlineData(2, 100_001, " of the first 100000; 2 lie outside")]
    [InlineData(0, 100_001, " of the first 100000")]
    public void Points_that_lie_outside_are_told(int outside, long count, string told)
    {
        float[] points = Points(2000, outside);
        Assert.Equal(told, SamplePictures.LeftOut(new BareModel(2), points, count));

        // A chart shows 2000 points.
        Assert.Equal(count > 2000 ? " of the first 2000" : told, SampleChart.LeftOut(new BareModel(2), points, count));
        Assert.Equal(" of the first 100000", SampleChart.LeftOut(new BareModel(1), [0, 1], 100_001));
    }

    [Fact]
    public void A_chart_says_that_one_point_more_than_2000_is_left_out() => Assert.Equal(" of the first 2000", SampleChart.LeftOut(new BareModel(2), Points(2001, 1), 2001));

    /// <summary>Two columns of their own units have axes of their own: what lies outside of either is left out, and so is all beyond 2000.</summary>
    [Fact]
    public void A_chart_shows_the_first_2000_points_that_lie_within_unequal_axes()
    {
        float[] points = Points(3000, 1);
        XElement chart = Svg.Of(stream => SampleChart.Write(stream, new BareModel(2, columns: new ColumnUnits([1000, 0], [100, 1])), points));
        Assert.Equal(1999, Svg.Named(chart, "ellipse").Count());
        Assert.Empty(Svg.Named(chart, "image"));
        string[] across = Svg.Texts(chart, "middle"), up = Svg.Texts(chart, "end");
        Assert.Contains("4000", across);
        Assert.Contains("2", up);
        Assert.DoesNotContain("4000", up);

        // The third of the first seven points has 2 of 99 across and 2 of 6 up.
        XElement[] marks = [.. Svg.Named(chart, "ellipse")];
        (double left, double right) = (Svg.Number(marks[99], "cx"), Svg.Number(marks[98], "cx"));
        Assert.Equal(left + ((right - left) * 2 / 99), Svg.Number(marks[1], "cx"), 0.1);
        (double bottom, double top) = (Svg.Number(marks[6], "cy"), Svg.Number(marks[5], "cy"));
        Assert.Equal(bottom + ((top - bottom) * 2 / 6), Svg.Number(marks[1], "cy"), 0.1);
    }

    /// <summary>The first ten pictures, in rows of five, 32 pixels wide or as wide as they are, two apart.</summary>
    [Theory]
    [InlineData(4, 5, 12, 162, 54)]
    [InlineData(4, 5, 3, 98, 28)]
    [InlineData(4, 16, 10, 172, 22)]
    [InlineData(4, 17, 6, 97, 14)]
    [InlineData(4, 32, 1, 36, 8)]
    [InlineData(4, 40, 1, 44, 8)]
    [InlineData(4, 100, 7, 512, 14)]
    public void Cells_of_pictures_are_at_least_32_pixels_wide(int high, int wide, int count, int width, int height)
    {
        var model = new BareModel(high * wide, new ImageShape(high, wide));
        SampleCells cells = SampleCells.Of(model, [])!;
        Picture picture = cells.Draw(new float[count * high * wide]);
        Assert.Equal((width, height), (picture.Width, picture.Height));
        Assert.Equal("Samples", cells.Title);
    }

    /// <summary>Where no law is known the first thousand rows of the data say what is shown, the same for all runs; without data the samples do.</summary>
    [Fact]
    public void Cells_of_points_show_where_the_data_lies()
    {
        var data = new Rows();
        var model = new BareModel(2, reference: data);
        SampleCells cells = SampleCells.Of(model, [0, 0, 100, 100])!;
        Assert.Equal([(1000, 0UL)], data.Asked);
        Assert.Equal("Points over the plane", cells.Title);
        Assert.Equal("Samples", SampleCells.Of(new BareModel(1), [0, 1])!.Title);

        // The data fill 0 to 10: a mark at 5 stands in the middle of a picture without axes.
        Picture picture = cells.Draw([0, 0], [5, 5]);
        Assert.Equal((200, 200, 3), (picture.Width, picture.Height, picture.Channels));
        Assert.True(picture.Row(100)[3 * 100] < 128);
        Assert.Equal(255, cells.Draw([0, 0]).Row(100)[3 * 100]);

        // Of samples from 0 to 100 it stands near a corner: 5 of −8 to 108.
        Picture other = SampleCells.Of(new BareModel(2), [0, 0, 100, 100], 116)!.Draw([0, 0], [5, 5]);
        Assert.Equal(116, other.Width);
        Assert.Equal(255, other.Row(58)[3 * 58]);
        Assert.True(other.Row(116 - 13)[3 * 13] < 128);
    }

    [Theory]
    [InlineData(8, 8, 0, 40, 400)]
    [InlineData(8, 8, 3, 36, 36)]
    [InlineData(200, 64, 0, 20, 400)]
    [InlineData(161, 64, 0, 20, 400)]
    [InlineData(160, 128, 0, 15, 400)]
    [InlineData(500, 700, 0, 1, 400)]
    [InlineData(8, 8, 0, 7, 7)]
    public void An_animation_shows_as_many_pictures_as_fit_640_by_480(int high, int wide, int classes, int rows, long count) =>
        Assert.Equal(rows, SampleAnimation.Rows(new BareModel(high * wide, new ImageShape(high, wide), classes), count));

    [Fact]
    public void An_animation_shows_1500_points()
    {
        Assert.Equal([1499, 1500, 1500], new long[] { 1499, 1500, 1501 }.Select(static count => SampleAnimation.Rows(new BareModel(2), count)));
        Assert.Equal(1500, SampleAnimation.Rows(new BareModel(3), 9000));
    }

    /// <summary>The whole way takes two and a half seconds, a picture no less than 0.04 and no more than 0.4.</summary>
    [Theory]
    [InlineData(3, 40)]
    [InlineData(6, 40)]
    [InlineData(7, 35)]
    [InlineData(25, 10)]
    [InlineData(50, 5)]
    [InlineData(63, 4)]
    [InlineData(500, 4)]
    public void An_animation_takes_as_long_whatever_its_frames(int frames, int delay)
    {
        AnimationFrames points = SampleAnimation.Of(new BareModel(2), [.. Enumerable.Range(0, frames).Select(i => 1 - ((double)i / frames))], static _ => [0, 0, 1, 1], 2);
        Assert.Equal((frames, delay, 200), (points.Count, points.Delay, points.LastDelay));
    }

    /// <summary>A number is a square of one to four pixels, so that a row is not wider than 640 but for what lies between.</summary>
    [Theory]
    [InlineData(8, 8, 0, (10 * 36) + 4)]
    [InlineData(20, 20, 0, (10 * 64) + 4)]
    [InlineData(9, 64, 0, (10 * 68) + 4)]
    [InlineData(9, 300, 0, (2 * 304) + 4)]
    [InlineData(9, 150, 0, (4 * 154) + 4)]
    [InlineData(9, 32, 4, (8 * 68) + 4)]
    public void Pictures_of_an_animation_are_as_large_as_fits(int high, int wide, int classes, int width)
    {
        var model = new BareModel(high * wide, new ImageShape(high, wide), classes);
        Picture picture = SampleAnimation.Of(model, [1, 0], _ => new float[100 * high * wide], 100).Draw(0);
        Assert.Equal(width, picture.Width);
    }

    [Fact]
    public void A_time_stands_above_with_three_decimals() =>
        Assert.Equal(["t = 0.123", "t = 1", "t = 0.5", "t = 0"], new[] { 0.12345, 1, 0.5, 0.0001 }.Select(PointPictures.Caption));

    [Fact]
    public void Numbers_left_of_a_picture_have_room_at_all_of_its_times()
    {
        Assert.Equal(5, new PointPictures(new BareModel(1), [0, 1]).SignsAt([0]));

        // From −0.8 to 10.8 the ticks are of one and two digits; those of the noise have a sign too.
        var points = new PointPictures(new BareModel(2), [0, 0, 10, 10]);
        Assert.Equal(2, points.SignsAt([0]));
        Assert.Equal(0, points.Outside([10.8f - 0.01f, -0.79f], 0));
        Assert.Equal(2, points.Outside([11, 11, 5, -0.9f, 5, 5], 0));
    }

    // Points whose first coordinate goes round by 100 and the second by 7; the first so many lie far outside.
    private static float[] Points(int count, int outside) => [.. Enumerable.Range(0, count).SelectMany(i => i < outside ? new[] { 1e6f, -1e6f } : [i % 100, i % 7])];

    private sealed class Rows : IReferenceData
    {
        public List<(int Count, ulong Seed)> Asked { get; } = [];

        public ReferenceKind Kind => ReferenceKind.Finite;

        public DataSplit? Split => null;

        DataSet IReferenceData.Rows(int count, ulong seed)
        {
            Asked.Add((count, seed));
            return new DataSet("rows", [0, 0, 10, 10], 2, DataScaling.Identity);
        }
    }
}

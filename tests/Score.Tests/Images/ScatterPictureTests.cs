using ScoreSde.Images;

namespace ScoreSde.Tests.Images;

public sealed class ScatterPictureTests
{
    private static readonly ScatterPicture Bare = new(new PlotRange(-1, 1), new PlotRange(-1, 1)) { Side = 40, HasAxes = false };

    [Fact]
    public void A_point_lies_at_its_place_y_upwards_and_one_outside_is_left_out()
    {
        Picture picture = Bare.Draw([0.5, 0.5, 3, 0, double.NaN, 0], []);
        Assert.Equal((40, 40, 3), (picture.Width, picture.Height, picture.Channels));
        (double x, double y) = Middle(picture);
        Assert.Equal(30, x, 0.2);
        Assert.Equal(10, y, 0.2);
        Assert.True(Inked(picture) < 16);
    }

    [Fact]
    public void The_density_lies_beneath_darkest_where_it_is_greatest()
    {
        double[] density = new double[40 * 40];
        density[(5 * 40) + 7] = 16;
        density[(6 * 40) + 7] = 1;
        Picture picture = Bare.Draw([], density);
        Assert.Equal((130, 188, 240), Pixel(picture, 7, 5));
        Assert.Equal((192, 222, 248), Pixel(picture, 7, 6));
        Assert.Equal((255, 255, 255), Pixel(picture, 8, 5));
        Assert.Equal(picture.Pixels.ToArray(), ScatterPicture.Tint(density, 40).Pixels.ToArray());
    }

    [Fact]
    public void Axes_and_a_caption_stand_about_the_square_and_leave_it_as_it_is()
    {
        ScatterPicture whole = Bare with { HasAxes = true, Caption = "t = 0.5" };
        Picture bare = Bare.Draw([0.5, 0.5], []);
        Picture picture = whole.Draw([0.5, 0.5], []);
        Picture without = (whole with { Caption = "" }).Draw([0.5, 0.5], []);
        (int left, int top) = (picture.Width - 40 - 12, 19);
        for (int y = 0; y < 40; y++)
        {
            Assert.Equal(bare.Row(y).ToArray(), picture.Row(top + y).Slice(left * 3, 120).ToArray());
        }

        Assert.True(Inked(picture) > Inked(without) + 50, "The caption is not there.");
        Assert.True(Inked(without) > Inked(bare) + 150, "The axes are not there.");
    }

    [Fact]
    public void A_point_may_be_marked_and_is_seen_over_all_others()
    {
        (byte r, byte g, byte b) = Pixel((Bare with { Marked = (0.5, 0.5) }).Draw([0.5, 0.5], []), 30, 10);
        Assert.True(Math.Max(r, Math.Max(g, b)) < 80, $"{r} {g} {b}");
        Assert.Equal(0, Inked((Bare with { Marked = (2, 0) }).Draw([], [])));
    }

    /// <summary>The mark is a cross of two equal strokes about its point: the same turned over in either direction and about either stroke, and the same wherever it is.</summary>
    [Fact]
    public void A_mark_is_a_cross()
    {
        Picture middle = (Bare with { Marked = (0, 0) }).Draw([], []);
        byte[,] ink = Ink(middle);
        for (int y = 0; y < 40; y++)
        {
            for (int x = 0; x < 40; x++)
            {
                Assert.Equal(ink[y, x], ink[39 - y, x]);
                Assert.Equal(ink[y, x], ink[y, 39 - x]);
                Assert.Equal(ink[y, x], ink[x, y]);
            }
        }

        for (int step = 0; step < 4; step++)
        {
            Assert.True(ink[20 + step, 20 + step] < 128 && ink[20 + step, 19 - step] < 128, $"{step}");
        }

        byte[,] moved = Ink((Bare with { Marked = (0.5, -0.25) }).Draw([], []));
        for (int y = 0; y < 30; y++)
        {
            for (int x = 0; x < 30; x++)
            {
                Assert.Equal(ink[y + 5, x], moved[y + 10, x + 10]);
            }
        }
    }

    [Fact]
    public void What_is_not_said_is_as_documented()
    {
        Assert.Equal((480, true, 5, null, null), (new ScatterPicture(new(0, 1), new(0, 1)) is var points ? (points.Side, points.HasAxes, points.LabelSigns, points.Marked, points.Caption) : default));
        Assert.Equal((4, 4, (byte)128, null), new ImageGrid(new(2, 2), 0, 1) is var grid ? (grid.Zoom, grid.Gap, grid.Background, grid.Caption) : default);
    }

    [Fact]
    public void Many_points_are_fainter()
    {
        double[] many = [.. Enumerable.Range(0, 40_000).SelectMany(static _ => new double[] { 5, 5 }), 0, 0];
        (byte r, byte g, byte b) = Pixel(Bare.Draw(many, []), 20, 20);
        Assert.True(g > Pixel(Bare.Draw([0, 0], []), 20, 20).G + 30 && r > b, $"{r} {g} {b}");
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Bare.Draw([1, 2, 3], []));
        Assert.Throws<ArgumentException>(() => Bare.Draw([], [1, 2]));
        Assert.Throws<ArgumentException>(() => ScatterPicture.Tint([1, 2], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => (Bare with { Side = 0 }).Draw([], []));
    }

    private static (byte R, byte G, byte B) Pixel(Picture picture, int x, int y) => picture.Row(y).Slice(3 * x, 3) is var at ? (at[0], at[1], at[2]) : default;

    private static int Inked(Picture picture) => Enumerable.Range(0, picture.Width * picture.Height).Count(i => picture.Pixels[(3 * i) + 2] < 250);

    private static byte[,] Ink(Picture picture)
    {
        var ink = new byte[picture.Height, picture.Width];
        for (int i = 0; i < ink.Length; i++)
        {
            ink[i / picture.Width, i % picture.Width] = picture.Pixels[(3 * i) + 2];
        }

        return ink;
    }

    // The middle of the ink, weighed by its darkness in blue.
    private static (double X, double Y) Middle(Picture picture)
    {
        (double x, double y, double sum) = (0, 0, 0);
        for (int i = 0; i < picture.Width * picture.Height; i++)
        {
            double ink = 255 - picture.Pixels[(3 * i) + 2];
            (x, y, sum) = (x + (ink * ((i % picture.Width) + 0.5)), y + (ink * ((i / picture.Width) + 0.5)), sum + ink);
        }

        return (x / sum, y / sum);
    }
}

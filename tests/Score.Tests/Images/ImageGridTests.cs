using ScoreSde.Data;
using ScoreSde.Images;

namespace ScoreSde.Tests.Images;

public sealed class ImageGridTests
{
    [Fact]
    public void Channels_that_are_no_colours_lie_side_by_side()
    {
        var grid = new ImageGrid(new ImageShape(1, 2, 2), 0, 255) { Zoom = 1, Gap = 1, Background = 9 };
        Picture picture = grid.Draw([1, 2, 3, 4, 5, 6, 7, 8], 1);
        Assert.Equal((7, 5, 1), (picture.Width, picture.Height, picture.Channels));
        Assert.Equal([9, 1, 3, 9, 2, 4, 9], picture.Row(1).ToArray());
        Assert.Equal([9, 5, 7, 9, 6, 8, 9], picture.Row(3).ToArray());
    }

    [Fact]
    public void Every_pixel_of_every_picture_lies_where_it_should()
    {
        var grid = new ImageGrid(new ImageShape(2, 3), 0, 255) { Zoom = 2, Gap = 1, Background = 99 };
        float[] samples = [.. Enumerable.Range(1, 18).Select(i => (float)i)];
        Picture picture = grid.Draw(samples, columns: 2);
        Assert.Equal((15, 11, 1), (picture.Width, picture.Height, picture.Channels));
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++)
            {
                int image = (y / 5 * 2) + (x / 7);
                bool inside = x % 7 > 0 && y % 5 > 0 && x < 14 && y < 10 && image < 3;
                int expected = inside ? 1 + (image * 6) + (((y % 5) - 1) / 2 * 3) + (((x % 7) - 1) / 2) : 99;
                Assert.Equal(expected, picture.Row(y)[x]);
            }
        }
    }

    [Fact]
    public void Colours_stay_together()
    {
        var grid = new ImageGrid(new ImageShape(1, 2, 3), 0, 255) { Zoom = 2, Gap = 0 };
        Picture picture = grid.Draw([1, 2, 3, 4, 5, 6], columns: 1);
        Assert.Equal([1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6], picture.Row(1).ToArray());
    }

    [Fact]
    public void Values_beyond_the_range_are_cut_off_and_a_range_may_run_down()
    {
        var shape = new ImageShape(1, 4);
        Assert.Equal([0, 0, 255, 255], new ImageGrid(shape, -1, 1) { Zoom = 1, Gap = 0 }.Draw([-5, -1, 1, 9], 1).Row(0).ToArray());
        Assert.Equal([255, 128, 0, 0], new ImageGrid(shape, 16, 0) { Zoom = 1, Gap = 0 }.Draw([0, 8, 16, 20], 1).Row(0).ToArray());
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        var grid = new ImageGrid(new ImageShape(1, 2), 0, 1);
        Assert.Throws<ArgumentException>(() => grid.Draw([1, 2, 3], 1));
        Assert.Throws<ArgumentException>(() => grid.Draw([], 1));
        Assert.Throws<ArgumentException>(() => (grid with { High = 0 }).Draw([1, 2], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => grid.Draw([1, 2], 0));
    }

    [Fact]
    public void A_caption_stands_above_and_moves_the_pictures_down()
    {
        var grid = new ImageGrid(new ImageShape(2, 40), 0, 255) { Zoom = 2, Gap = 1 };
        float[] samples = [.. Enumerable.Range(0, 80).Select(static i => (float)i)];
        Picture plain = grid.Draw(samples, 1);
        Picture named = (grid with { Caption = "t = 1" }).Draw(samples, 1);
        int top = named.Height - plain.Height;
        Assert.True(top > 14);
        Assert.All(Enumerable.Range(0, plain.Height), y => Assert.Equal(plain.Row(y).ToArray(), named.Row(y + top).ToArray()));
        Assert.True(named.Pixels[..(top * named.Width)].ToArray().Count(static value => value < 60) > 40);
    }
}

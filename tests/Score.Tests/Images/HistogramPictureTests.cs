using ScoreSde.Images;

namespace ScoreSde.Tests.Images;

public sealed class HistogramPictureTests
{
    private static readonly HistogramPicture Bare = new(new PlotRange(0, 12)) { Side = 48, HasAxes = false };

    [Fact]
    public void Bars_have_the_share_of_all_numbers_as_their_area()
    {
        double[] heights = Bare.Heights([0.5, 0.5, 3.2, 12, -4]);
        Assert.Equal(12, heights.Length);
        Assert.Equal(0.4, heights[0], 1e-12);
        Assert.Equal((0.2, 0.2), (heights[3], heights[11]));
        Assert.Equal(0.8, heights.Sum(), 1e-12);
        Assert.Equal(40, Bare.Heights(new double[1000]).Length);
        Assert.Equal(120, Bare.Heights(new double[1_000_000]).Length);
    }

    [Fact]
    public void Bars_stand_on_the_ground_and_the_density_runs_over_them()
    {
        Picture picture = Bare.Draw([0.5, 0.5, 3.2, 3.4], []);
        Assert.Equal((240, 178, 128), Pixel(picture, 1, 47));
        Assert.Equal((255, 255, 255), Pixel(picture, 6, 47));
        Assert.Equal((255, 255, 255), Pixel(picture, 1, 1));
        double[] density = new double[48];
        Array.Fill(density, 0.25);
        Picture lined = Bare.Draw([0.5, 0.5, 3.2, 3.4], density);
        Assert.Contains(Enumerable.Range(0, 48), y => Pixel(lined, 30, y) is { R: < 80, B: > 150 });
        Assert.DoesNotContain(Enumerable.Range(0, 48), y => Pixel(picture, 30, y) != (255, 255, 255));
    }

    [Fact]
    public void Nothing_is_drawn_of_nothing() => Assert.All(Bare.Draw([], []).Pixels.ToArray(), static value => Assert.Equal(255, value));

    [Fact]
    public void A_density_of_another_length_is_refused() => Assert.Throws<ArgumentException>(() => Bare.Draw([], [1]));

    private static (byte R, byte G, byte B) Pixel(Picture picture, int x, int y) => picture.Row(y).Slice(3 * x, 3) is var at ? (at[0], at[1], at[2]) : default;
}

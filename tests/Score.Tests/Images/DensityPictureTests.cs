using ScoreSde.Images;

namespace ScoreSde.Tests.Images;

public sealed class DensityPictureTests
{
    private static readonly DensityPicture Four = new() { Reach = 2, Bins = 4, Zoom = 1 };

    [Fact]
    public void Points_blacken_their_bins_by_the_logarithm_and_y_runs_upwards()
    {
        Picture picture = Four.Draw([-1.5f, 1.5f, -1.5f, 1.5f, -1.5f, 1.5f, 1.5f, -1.5f, 2, 0, 0, 9, float.NaN, 0]);
        Assert.Equal([0, 255, 255, 255], picture.Row(0).ToArray());
        Assert.Equal([255, 255, 255, 255], picture.Row(1).ToArray());
        Assert.Equal([255, 255, 255, 128], picture.Row(3).ToArray());
    }

    [Fact]
    public void A_strip_shows_each_set_beside_the_other()
    {
        Picture picture = Four.Strip([[-1.5f, 1.5f], [1.5f, 1.5f], []]);
        Assert.Equal((14, 4), (picture.Width, picture.Height));
        Assert.Equal([0, 255, 255, 255, 128, 255, 255, 255, 0, 128, 255, 255, 255, 255], picture.Row(0).ToArray());
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Four.Draw([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => Four.Strip([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => (Four with { Reach = double.NaN }).Draw([1, 2]));
    }
}

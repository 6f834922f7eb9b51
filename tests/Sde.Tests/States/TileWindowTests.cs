using ScoreSde.States;

namespace ScoreSde.Tests.States;

/// <summary>Which samples the tiles of a space stand for.</summary>
public sealed class TileWindowTests
{
    [Fact]
    public void All_tiles_of_a_space_move_together()
    {
        var space = new TileSpace<double>(4, 3);
        Tile<double> tile = space.Allocate();
        Assert.Equal((4, 0L, 12), (tile.Rows, tile.FirstSample, tile.Values.Length));
        space.MoveTo(1L << 40, 2);
        Assert.Equal((2, 1L << 40, 6), (tile.Rows, tile.FirstSample, tile.Values.Length));
        Assert.Equal(2, space.Allocate().Rows);
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 5)]
    public void A_window_outside_the_samples_or_the_tile_is_refused_and_changes_nothing(long firstSample, int rows)
    {
        var space = new TileSpace<double>(4, 3);
        space.MoveTo(7, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => space.MoveTo(firstSample, rows));
        Assert.Equal((7L, 3), (space.Window.FirstSample, space.Window.Rows));
    }
}

using System.Numerics;
using ScoreSde.States;

namespace ScoreSde.States;

/// <summary>States of one thread, for the rows of another space's tile.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class Scratch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TileSpace<T> space;
    private readonly Tile<T>[] tiles;

    public Scratch(TileWindow window, int count)
    {
        space = new TileSpace<T>(window.Capacity, window.Dimension);
        tiles = [.. Enumerable.Range(0, count).Select(_ => space.Allocate())];
    }

    public Tile<T> this[int index] => tiles[index];

    public bool Fits(TileWindow window) => space.Window.Capacity >= window.Rows && space.Dimension == window.Dimension;

    public void MoveTo(TileWindow window) => MoveTo(window.FirstSample, window.Rows);

    public void MoveTo(long firstSample, int rows) => space.MoveTo(firstSample, rows);
}

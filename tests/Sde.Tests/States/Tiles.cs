using System.Numerics;
using ScoreSde.States;

namespace ScoreSde.Tests.States;

/// <summary>Tiles of one row with given numbers.</summary>
internal static class Tiles
{
    public static Tile<T> Of<T>(params ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tile<T> tile = new TileSpace<T>(1, values.Length).Allocate();
        values.CopyTo(tile.Values);
        return tile;
    }

    /// <summary>Numbers of moderate size.</summary>
    public static T[] Random<T>(int seed, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => T.CreateTruncating((random.NextDouble() - 0.5) * 4))];
    }
}

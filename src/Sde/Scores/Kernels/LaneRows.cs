using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;

namespace ScoreSde.Scores.Kernels;

/// <summary>Turns rows of a tile into lanes, one sample a lane, and back. Lanes beyond the last row keep what they hold.</summary>
internal static class LaneRows
{
    /// <summary>lanes[j], lane i = coordinate j of row first + i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load<T, TLanes>(ReadOnlySpan<T> rows, int first, int count, Span<TLanes> lanes)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        Span<T> numbers = MemoryMarshal.Cast<TLanes, T>(lanes);
        for (int row = 0; row < count; row++)
        {
            for (int j = 0; j < lanes.Length; j++)
            {
                numbers[(j * TLanes.Count) + row] = rows[((first + row) * lanes.Length) + j];
            }
        }
    }

    /// <summary>Coordinate j of row first + i = lanes[j], lane i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T, TLanes>(ReadOnlySpan<TLanes> lanes, Span<T> rows, int first, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        ReadOnlySpan<T> numbers = MemoryMarshal.Cast<TLanes, T>(lanes);
        for (int row = 0; row < count; row++)
        {
            for (int j = 0; j < lanes.Length; j++)
            {
                rows[((first + row) * lanes.Length) + j] = numbers[(j * TLanes.Count) + row];
            }
        }
    }
}

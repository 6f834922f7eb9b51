using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;

namespace ScoreSde.Scores.Kernels;

/// <summary>Numbers of each lane, worked on in double and rounded once to a vector, as one level's are in scalars: to the same bits.</summary>
internal static class LaneNumbers
{
    /// <summary>Lanes of the widest vector, for which spans must have room.</summary>
    public const int Most = 16;

    /// <summary>factor · number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Scaled<T, TLanes>(double factor, ReadOnlySpan<double> numbers)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T> => Rounded<T, TLanes>(numbers, new Vector<double>(factor), default, subtract: false);

    /// <summary>(from − number) · factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Subtracted<T, TLanes>(double from, ReadOnlySpan<double> numbers, double factor = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T> => Rounded<T, TLanes>(numbers, new Vector<double>(factor), new Vector<double>(from), subtract: true);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Rounded<T, TLanes>(ReadOnlySpan<double> numbers, Vector<double> factor, Vector<double> from, bool subtract)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        Room<T> room = default;
        Span<T> lanes = room;
        ref double first = ref MemoryMarshal.GetReference(numbers[..Most]);
        int step = Vector<double>.Count;
        for (int i = 0; i < TLanes.Count; i += step)
        {
            Vector<double> low = Vector.LoadUnsafe(ref first, (nuint)i);
            low = (subtract ? from - low : low) * factor;
            if (typeof(T) == typeof(double))
            {
                low.As<double, T>().CopyTo(lanes[i..]);
                continue;
            }

            i += step;
            Vector<double> high = Vector.LoadUnsafe(ref first, (nuint)i);
            high = (subtract ? from - high : high) * factor;
            Vector.Narrow(low, high).As<float, T>().CopyTo(lanes[(i - step)..]);
        }

        return TLanes.Load(ref MemoryMarshal.GetReference(lanes), 0);
    }

    [InlineArray(Most)]
    private struct Room<T>
    {
        private T first;
    }
}

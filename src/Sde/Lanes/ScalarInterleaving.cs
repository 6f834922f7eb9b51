using System.Numerics;
using System.Runtime.CompilerServices;

namespace ScoreSde.Lanes;

/// <summary>Interleaving through memory, for processors whose shuffles the vectors do not use.</summary>
internal static class ScalarInterleaving
{
    public static void Quads<TLanes, T>(ref TLanes a, ref TLanes b, ref TLanes c, ref TLanes d)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<TLanes> parts = [a, b, c, d];
        Scatter<TLanes, T>(parts, TLanes.QuadOrder);
        (a, b, c, d) = (parts[0], parts[1], parts[2], parts[3]);
    }

    public static void Pairs<TLanes, T>(ref TLanes a, ref TLanes b)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<TLanes> parts = [a, b];
        Scatter<TLanes, T>(parts, TLanes.PairOrder);
        (a, b) = (parts[0], parts[1]);
    }

    /// <summary>The inverse of <see cref="Pairs"/>.</summary>
    public static void Separate<TLanes, T>(ref TLanes a, ref TLanes b)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> pairs = stackalloc T[2 * TLanes.Count];
        Span<T> apart = stackalloc T[2 * TLanes.Count];
        Span<T> blocks = stackalloc T[TLanes.Count];
        TLanes.Store(TLanes.PairOrder, ref blocks[0], 0);
        TLanes.Store(a, ref pairs[0], 0);
        TLanes.Store(b, ref pairs[0], (nuint)TLanes.Count);
        for (int lane = 0; lane < TLanes.Count; lane++)
        {
            int block = Integer(blocks[lane]);
            apart[lane] = pairs[2 * block];
            apart[TLanes.Count + lane] = pairs[(2 * block) + 1];
        }

        a = TLanes.Load(ref apart[0], 0);
        b = TLanes.Load(ref apart[0], (nuint)TLanes.Count);
    }

    /// <summary>Number lane of part p goes to place order[lane] · parts + p.</summary>
    private static void Scatter<TLanes, T>(Span<TLanes> parts, TLanes order)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> source = stackalloc T[parts.Length * TLanes.Count];
        Span<T> target = stackalloc T[parts.Length * TLanes.Count];
        Span<T> blocks = stackalloc T[TLanes.Count];
        TLanes.Store(order, ref blocks[0], 0);
        for (int p = 0; p < parts.Length; p++)
        {
            TLanes.Store(parts[p], ref source[0], (nuint)(p * TLanes.Count));
        }

        for (int lane = 0; lane < TLanes.Count; lane++)
        {
            int block = Integer(blocks[lane]);
            for (int p = 0; p < parts.Length; p++)
            {
                target[(block * parts.Length) + p] = source[(p * TLanes.Count) + lane];
            }
        }

        for (int p = 0; p < parts.Length; p++)
        {
            parts[p] = TLanes.Load(ref target[0], (nuint)(p * TLanes.Count));
        }
    }

    private static int Integer<T>(T lane)
        where T : unmanaged => typeof(T) == typeof(float) ? Unsafe.BitCast<T, int>(lane) : (int)Unsafe.BitCast<T, long>(lane);
}

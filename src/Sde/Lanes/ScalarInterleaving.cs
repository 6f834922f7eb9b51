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
            int block = typeof(T) == typeof(float)
                ? Unsafe.BitCast<T, int>(blocks[lane])
                : (int)Unsafe.BitCast<T, long>(blocks[lane]);
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
}

using System.Runtime.CompilerServices;

namespace ScoreSde.Lanes;

/// <summary>
/// The rounds of Philox4x32-10 on 64-bit lanes. Only the low 32 bits of a lane count: a product leaves its low word there
/// and its high word above, so that the next round's low word is the product as it stands.
/// </summary>
internal static class PhiloxRounds
{
    /// <summary>Ten rounds of one set of counters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TLanes>(ref TLanes c0, ref TLanes c1, ref TLanes c2, ref TLanes c3, uint key0, uint key1)
        where TLanes : unmanaged, ILanes<TLanes, double>
    {
        TLanes k0 = TLanes.Bits(key0);
        TLanes k1 = TLanes.Bits(key1);
        for (int round = 0; round < Philox4x32.Rounds; round++)
        {
            Round(ref c0, ref c1, ref c2, ref c3, k0, k1);
            k0 = TLanes.AddBits(k0, TLanes.Bits(Philox4x32.Weyl0));
            k1 = TLanes.AddBits(k1, TLanes.Bits(Philox4x32.Weyl1));
        }
    }

    /// <summary>Ten rounds of two sets side by side: one set alone would wait for its own multiplications.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TLanes>(
        ref TLanes c0,
        ref TLanes c1,
        ref TLanes c2,
        ref TLanes c3,
        ref TLanes d0,
        ref TLanes d1,
        ref TLanes d2,
        ref TLanes d3,
        uint key0,
        uint key1)
        where TLanes : unmanaged, ILanes<TLanes, double>
    {
        TLanes k0 = TLanes.Bits(key0);
        TLanes k1 = TLanes.Bits(key1);
        for (int round = 0; round < Philox4x32.Rounds; round++)
        {
            Round(ref c0, ref c1, ref c2, ref c3, k0, k1);
            Round(ref d0, ref d1, ref d2, ref d3, k0, k1);
            k0 = TLanes.AddBits(k0, TLanes.Bits(Philox4x32.Weyl0));
            k1 = TLanes.AddBits(k1, TLanes.Bits(Philox4x32.Weyl1));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round<TLanes>(ref TLanes c0, ref TLanes c1, ref TLanes c2, ref TLanes c3, TLanes k0, TLanes k1)
        where TLanes : unmanaged, ILanes<TLanes, double>
    {
        TLanes p0 = TLanes.MultiplyWords(c0, TLanes.Bits(Philox4x32.Multiplier0));
        TLanes p1 = TLanes.MultiplyWords(c2, TLanes.Bits(Philox4x32.Multiplier1));
        c0 = TLanes.ExclusiveOr(TLanes.ShiftRight(p1, 32), c1, k0);
        c2 = TLanes.ExclusiveOr(TLanes.ShiftRight(p0, 32), c3, k1);
        c1 = p1;
        c3 = p0;
    }
}

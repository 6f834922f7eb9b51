using System.Numerics;
using System.Runtime.CompilerServices;

namespace ScoreSde.Lanes.Functions;

/// <summary>
/// Sine and cosine of an angle given as a whole number of 2³²ths of a turn and a half: θ = 2π (y + ½)/2³². The quadrant is
/// taken off the bits, exactly; what is left is g π/4 with |g| &lt; 1. sin = g (π/4 + S(g²)), cos = C(g²), S and C fitted by weighted
/// least squares at Chebyshev points.
/// </summary>
internal static class Turn
{
    /// <summary>sin θ and cos θ; y an integer below 2³² in each lane. At most 2 ulp off in float and double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SineCosine<TLanes, T>(TLanes y, out TLanes sine, out TLanes cosine)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Quadrants are centred on the axes: number q holds the angles within an eighth of a turn of q quarters.
        TLanes centred = TLanes.AddBits(y, TLanes.Bits(1UL << 29));
        TLanes g = Remainder<TLanes, T>(centred & TLanes.Bits((1UL << 30) - 1));
        TLanes z = g * g;
        TLanes s = typeof(T) == typeof(float) ? SineFloat<TLanes, T>(g, z) : SineDouble<TLanes, T>(g, z);
        TLanes c = typeof(T) == typeof(float) ? CosineFloat<TLanes, T>(z) : CosineDouble<TLanes, T>(z);

        // The quadrant's two bits, moved to the top of the lane: bit 0 swaps sine and cosine, bit 1 turns the sine's sign, the
        // next quadrant's bit 1 the cosine's.
        bool isFloat = typeof(T) == typeof(float);
        TLanes top = isFloat ? centred : TLanes.ShiftLeft(centred, 32);
        TLanes swap = TLanes.ShiftRightSigned(TLanes.ShiftLeft(top, 1), isFloat ? 31 : 63);
        TLanes sign = TLanes.Constant(-0.0);
        TLanes next = TLanes.AddBits(top, TLanes.Bits(isFloat ? 1UL << 30 : 1UL << 62));
        sine = TLanes.Select(swap, c, s) ^ (top & sign);
        cosine = TLanes.Select(swap, s, c) ^ (next & sign);
    }

    /// <summary>g = (p + ½)/2²⁹ − 1, rounded once, for an integer p below 2³⁰.</summary>
    /// <remarks>An integer below 2ᵐ (m the bits of a mantissa) put under the bits of 2ⁱ stands for 2ⁱ + integer · 2ⁱ⁻ᵐ.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Remainder<TLanes, T>(TLanes p)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            TLanes high = (TLanes.ShiftRight(p, 16) | TLanes.Constant(1024)) - TLanes.Constant(1025);
            TLanes low = (p & TLanes.Bits(0xFFFF)) | TLanes.Constant(0.015625);
            return high + (low - TLanes.Constant(0.015625 - (0.5 / (1L << 29))));
        }

        return ((p | TLanes.Constant(1 << 23)) - TLanes.Constant((1 << 23) + 1)) + TLanes.Constant(0.5 / (1L << 29));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SineFloat<TLanes, T>(TLanes g, TLanes z)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TLanes p = TLanes.Constant(-3.597027171053924e-05);
        p = TLanes.FusedMultiplyAdd(p, z, TLanes.Constant(0.002490036655217409));
        p = TLanes.FusedMultiplyAdd(p, z, TLanes.Constant(-0.08074545115232468));
        p = TLanes.FusedMultiplyAdd(p, z, TLanes.Constant(-2.1855694143368964e-08));
        return TLanes.FusedMultiplyAdd(g, TLanes.Constant(0.7853981852531433), g * p);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes CosineFloat<TLanes, T>(TLanes z)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TLanes p = TLanes.Constant(3.50265054294141e-06);
        p = TLanes.FusedMultiplyAdd(p, z, TLanes.Constant(-0.00032588286558166146));
        p = TLanes.FusedMultiplyAdd(p, z, TLanes.Constant(0.01585428975522518));
        p = TLanes.FusedMultiplyAdd(p, z, TLanes.Constant(-0.3084251284599304));
        return TLanes.FusedMultiplyAdd(p, z, TLanes.Constant(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SineDouble<TLanes, T>(TLanes g, TLanes z)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TLanes p = TLanes.Constant(6.877942587008505e-12);
        p = TLanes.FusedMultiplyAdd(p, z, TLanes.Constant(-1.7571520342058286e-09));
        p = TLanes.FusedMultiplyAdd(p, z, TLanes.Constant(3.133616250934244e-07));
        p = TLanes.FusedMultiplyAdd(p, z, TLanes.Constant(-3.65762041605163e-05));
        p = TLanes.FusedMultiplyAdd(p, z, TLanes.Constant(0.0024903945701893367));
        p = TLanes.FusedMultiplyAdd(p, z, TLanes.Constant(-0.0807455121882806));
        p = TLanes.FusedMultiplyAdd(p, z, TLanes.Constant(3.061616997868383e-17));
        return TLanes.FusedMultiplyAdd(g, TLanes.Constant(0.7853981633974483), g * p);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes CosineDouble<TLanes, T>(TLanes z)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TLanes p = TLanes.Constant(-3.8484270080732646e-13);
        p = TLanes.FusedMultiplyAdd(p, z, TLanes.Constant(1.1500156658316058e-10));
        p = TLanes.FusedMultiplyAdd(p, z, TLanes.Constant(-2.4611358913297727e-08));
        p = TLanes.FusedMultiplyAdd(p, z, TLanes.Constant(3.590860442335798e-06));
        p = TLanes.FusedMultiplyAdd(p, z, TLanes.Constant(-0.00032599188692535697));
        p = TLanes.FusedMultiplyAdd(p, z, TLanes.Constant(0.015854344243815172));
        p = TLanes.FusedMultiplyAdd(p, z, TLanes.Constant(-0.30842513753404244));
        return TLanes.FusedMultiplyAdd(p, z, TLanes.Constant(1));
    }
}

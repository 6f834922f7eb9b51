using System.Numerics;
using System.Runtime.CompilerServices;

namespace ScoreSde.Lanes.Functions;

/// <summary>
/// eˣ = 2ⁿ eʳ with n = round(x / ln 2) and |r| ≤ ½ ln 2; eʳ = 1 + r + r² P(r), P fitted by weighted least squares at Chebyshev
/// points to a relative error of 2⁻²⁸ (float) and 2⁻⁵⁷ (double).
/// </summary>
internal static class Exponential
{
    // Adding 1.5 · 2^(mantissa bits) rounds to a whole number, to even at ties, and leaves that number in the low bits.
    private const double RoundFloat = 12582912;
    private const double RoundDouble = 6755399441055744;

    /// <summary>
    /// eˣ for every x, at most 1 ulp off in float and double; below the least subnormal 0, above the largest number ∞, NaN for NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TLanes high = TLanes.Constant(typeof(T) == typeof(float) ? 89 : 710);
        x = TLanes.Select(TLanes.LessThan(high, x), high, x);
        TLanes mantissa = Reduced<TLanes, T>(x, 0, out TLanes n);

        // 2ⁿ in two factors: n reaches past the exponents of normal numbers. Only the second product can round.
        int bits = typeof(T) == typeof(float) ? 23 : 52;
        TLanes one = TLanes.Constant(1);
        TLanes half = TLanes.ShiftRightSigned(n, 1);
        TLanes first = TLanes.AddBits(TLanes.ShiftLeft(half, bits), one);
        TLanes second = TLanes.AddBits(TLanes.ShiftLeft(TLanes.SubtractBits(n, half), bits), one);
        return mantissa * first * second;
    }

    /// <summary>eˣ for x ≤ 0 in fewer operations; the same error. Of no use where x &gt; 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes OfNegative<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // 2^(n + 64) or 2^(n + 512) is a normal number for every n that occurs; the last product takes the excess back and is
        // the only one that can round. A product, not a sum of bits, so that NaN stays NaN.
        bool isFloat = typeof(T) == typeof(float);
        TLanes mantissa = Reduced<TLanes, T>(x, isFloat ? 64 + 127 : 512 + 1023, out TLanes exponent);
        TLanes scale = TLanes.ShiftLeft(exponent, isFloat ? 23 : 52);
        return mantissa * scale * TLanes.Constant(isFloat ? 5.421010862427522e-20 : 7.458340731200207e-155);
    }

    /// <summary>eʳ, and n + offset as integers. Arguments below the least result's are taken as just below it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Reduced<TLanes, T>(TLanes x, int offset, out TLanes n)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TLanes low = TLanes.Constant(typeof(T) == typeof(float) ? -104 : -746);
        x = TLanes.Select(TLanes.LessThan(x, low), low, x);
        double round = typeof(T) == typeof(float) ? RoundFloat : RoundDouble;
        TLanes shifted = TLanes.FusedMultiplyAdd(x, TLanes.Constant(1.4426950408889634), TLanes.Constant(round));
        n = TLanes.SubtractBits(shifted, TLanes.Constant(round - offset));
        TLanes whole = shifted - TLanes.Constant(round);

        // ln 2 in two parts of full precision; the first step is exact because r needs no more bits than x.
        if (typeof(T) == typeof(float))
        {
            TLanes r = TLanes.FusedMultiplyAdd(whole, TLanes.Constant(-0.6931471824645996), x);
            return Float<TLanes, T>(TLanes.FusedMultiplyAdd(whole, TLanes.Constant(1.9046542121259336e-09), r));
        }
        else
        {
            TLanes r = TLanes.FusedMultiplyAdd(whole, TLanes.Constant(-0.6931471805599453), x);
            return Double<TLanes, T>(TLanes.FusedMultiplyAdd(whole, TLanes.Constant(-2.3190468138462996e-17), r));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Float<TLanes, T>(TLanes r)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TLanes p = TLanes.Constant(0.0013745325850322843);
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Constant(0.008368946611881256));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Constant(0.04166964814066887));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Constant(0.166665181517601));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Constant(0.49999988079071045));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Constant(1));
        return TLanes.FusedMultiplyAdd(p, r, TLanes.Constant(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Double<TLanes, T>(TLanes r)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TLanes p = TLanes.Constant(2.5020074850572813e-08);
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Constant(2.763090755114223e-07));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Constant(2.755752164644174e-06));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Constant(2.4801491030993337e-05));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Constant(0.00019841269581196487));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Constant(0.0013888888945921057));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Constant(0.008333333333458665));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Constant(0.04166666666651975));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Constant(0.16666666666666471));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Constant(0.5000000000000012));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Constant(1));
        return TLanes.FusedMultiplyAdd(p, r, TLanes.Constant(1));
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace ScoreSde.Lanes.Functions;

/// <summary>
/// ln x = k ln 2 + ln(1 + f) with √½ ≤ 1 + f &lt; √2. Float: ln(1 + f) = f − f²/2 + f³ Q(f), error 2⁻²⁷. Double:
/// ln(1 + f) = 2 artanh s = f − f²/2 + s (f²/2 + s² R(s²)), s = f/(2 + f), error 2⁻⁵⁹. Q and R are weighted least-squares fits
/// at Chebyshev points.
/// </summary>
internal static class Logarithm
{
    /// <summary>
    /// ln x, at most 1 ulp off in float and double; ln 0 = −∞, ln ∞ = ∞, NaN below 0 and for NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // A subnormal number is scaled up by a power of two that k gives back.
        bool isFloat = typeof(T) == typeof(float);
        TLanes small = TLanes.LessThan(x, TLanes.Constant(isFloat ? 1.1754943508222875e-38 : 2.2250738585072014e-308));
        TLanes scaled = TLanes.Select(small, x * TLanes.Constant(isFloat ? 1 << 24 : 1L << 54), x);
        Split<TLanes, T>(scaled, out TLanes k, out TLanes f);
        k -= small & TLanes.Constant(isFloat ? 24 : 54);
        TLanes result = Sum<TLanes, T>(k, f);

        TLanes zero = TLanes.Constant(0);
        TLanes infinity = TLanes.Constant(double.PositiveInfinity);
        result = TLanes.Select(TLanes.Equal(x, infinity), infinity, result);
        result = TLanes.Select(TLanes.Equal(x, zero), -infinity, result);
        TLanes regular = TLanes.Equal(x, x) & (TLanes.LessThan(zero, x) | TLanes.Equal(x, zero));
        return TLanes.Select(regular, result, TLanes.Constant(double.NaN));
    }

    /// <summary>x = 2ᵏ (1 + f) for a positive normal x: k as a number, and f.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split<TLanes, T>(TLanes x, out TLanes k, out TLanes f)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int bits = typeof(T) == typeof(float) ? 23 : 52;
        TLanes round = TLanes.Constant(typeof(T) == typeof(float) ? 12582912.0 : 6755399441055744.0);
        TLanes exponent = TLanes.ShiftRightSigned(TLanes.SubtractBits(x, TLanes.Constant(0.70710678118654757)), bits);
        k = TLanes.AddBits(exponent, round) - round;
        f = TLanes.SubtractBits(x, TLanes.ShiftLeft(exponent, bits)) - TLanes.Constant(1);
    }

    /// <summary>k ln 2 + ln(1 + f) for a whole number k and √½ ≤ 1 + f &lt; √2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sum<TLanes, T>(TLanes k, TLanes f)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
        => typeof(T) == typeof(float) ? Float<TLanes, T>(k, f) : Double<TLanes, T>(k, f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Float<TLanes, T>(TLanes k, TLanes f)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TLanes q = TLanes.Constant(-0.07353806495666504);
        q = TLanes.FusedMultiplyAdd(q, f, TLanes.Constant(0.1261518895626068));
        q = TLanes.FusedMultiplyAdd(q, f, TLanes.Constant(-0.13203458487987518));
        q = TLanes.FusedMultiplyAdd(q, f, TLanes.Constant(0.14228099584579468));
        q = TLanes.FusedMultiplyAdd(q, f, TLanes.Constant(-0.16621315479278564));
        q = TLanes.FusedMultiplyAdd(q, f, TLanes.Constant(0.1999976634979248));
        q = TLanes.FusedMultiplyAdd(q, f, TLanes.Constant(-0.2500085234642029));
        q = TLanes.FusedMultiplyAdd(q, f, TLanes.Constant(0.3333335518836975));
        q = TLanes.FusedMultiplyAdd(q, f, TLanes.Constant(-0.5));
        TLanes ofMantissa = TLanes.FusedMultiplyAdd(f * f, q, f);
        TLanes withLow = TLanes.FusedMultiplyAdd(k, TLanes.Constant(-1.9046542121259336e-09), ofMantissa);
        return TLanes.FusedMultiplyAdd(k, TLanes.Constant(0.6931471824645996), withLow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Double<TLanes, T>(TLanes k, TLanes f)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TLanes s = f / (f + TLanes.Constant(2));
        TLanes z = s * s;
        TLanes r = TLanes.Constant(0.1479757585621001);
        r = TLanes.FusedMultiplyAdd(r, z, TLanes.Constant(0.15313876756930278));
        r = TLanes.FusedMultiplyAdd(r, z, TLanes.Constant(0.18183571701614343));
        r = TLanes.FusedMultiplyAdd(r, z, TLanes.Constant(0.22222198415884395));
        r = TLanes.FusedMultiplyAdd(r, z, TLanes.Constant(0.285714287441374));
        r = TLanes.FusedMultiplyAdd(r, z, TLanes.Constant(0.39999999999405284));
        r = TLanes.FusedMultiplyAdd(r, z, TLanes.Constant(0.6666666666666736));
        TLanes halfSquare = f * f * TLanes.Constant(0.5);
        TLanes low = k * TLanes.Constant(1.6465949582897082e-12);
        TLanes tail = TLanes.FusedMultiplyAdd(s, TLanes.FusedMultiplyAdd(z, r, halfSquare), low);
        TLanes ofMantissa = f - (halfSquare - tail);

        // The first part of ln 2 has 38 bits, so k times it is exact.
        return TLanes.FusedMultiplyAdd(k, TLanes.Constant(0.6931471805582987), ofMantissa);
    }
}

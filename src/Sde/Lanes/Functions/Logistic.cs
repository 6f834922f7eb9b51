using System.Numerics;
using System.Runtime.CompilerServices;

namespace ScoreSde.Lanes.Functions;

/// <summary>
/// The logistic function σ(x) = 1/(1 + e⁻ˣ) and SiLU(x) = x σ(x). Both go through e^−|x| ≤ 1, so nothing overflows and small
/// values keep their relative accuracy.
/// </summary>
internal static class Logistic
{
    /// <summary>σ(x), at most 2.5 ulp off in float and double; 0 at −∞, 1 at ∞, NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TLanes one = TLanes.Constant(1);
        TLanes e = Exponential.OfNegative<TLanes, T>(x | TLanes.Constant(-0.0));
        return TLanes.Select(TLanes.LessThan(x, TLanes.Constant(0)), e, one) / (one + e);
    }

    /// <summary>SiLU(x) = x σ(x), at most 3.5 ulp off where σ(x) is a normal number; NaN at −∞. Elfwing, Uchibe, Doya, 2017.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Silu<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
        => x * Of<TLanes, T>(x);

    /// <summary>
    /// SiLU(x) and its derivative σ(x) (1 + x σ(−x)). The value may differ from <see cref="Silu"/> in its last bits. The
    /// derivative's absolute error is below 4 units of 2⁻²⁴ (float) or 2⁻⁵³ (double); it has a zero near −1.278.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes SiluWithDerivative<TLanes, T>(TLanes x, out TLanes derivative)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TLanes one = TLanes.Constant(1);
        TLanes e = Exponential.OfNegative<TLanes, T>(x | TLanes.Constant(-0.0));
        TLanes large = one / (one + e);
        TLanes small = e * large;
        TLanes negative = TLanes.LessThan(x, TLanes.Constant(0));
        TLanes value = TLanes.Select(negative, small, large);
        TLanes mirrored = TLanes.Select(negative, large, small);
        derivative = value * TLanes.FusedMultiplyAdd(x, mirrored, one);
        return x * value;
    }
}

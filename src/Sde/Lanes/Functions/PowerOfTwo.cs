using System.Runtime.CompilerServices;

namespace ScoreSde.Lanes.Functions;

/// <summary>
/// 2ᶻ = 2ⁿ 2ʳ in float for z ≤ 0, n = round(z), |r| ≤ ½; 2ʳ = 1 + r P(r), P fitted by weighted least squares at Chebyshev points to a
/// relative error of 2⁻²⁵·⁹. At most 1 ulp off; what lies below 2⁻¹²⁵ is taken for 2⁻¹²⁵.
/// </summary>
/// <remarks>
/// For loops: the constants are read once, before the loop, through a reference that the compiler cannot see through, so that it keeps them
/// in registers instead of reading each again at each use.
/// </remarks>
internal static class PowerOfTwo
{
    /// <summary>Constants that <see cref="Of"/> takes, in its order.</summary>
    public static readonly float[] Constants =
    [
        -125, 12582912, 0.00015353360504377633f, 0.0013398875016719103f, 0.00961843691766262f, 0.055503323674201965f, 0.24022647738456726f,
        0.6931471824645996f, 1,
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(
        TLanes z, TLanes low, TLanes round, TLanes c6, TLanes c5, TLanes c4, TLanes c3, TLanes c2, TLanes c1, TLanes one)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        z = TLanes.Maximum(low, z);
        TLanes shifted = z + round;
        TLanes r = z - (shifted - round);
        TLanes p = TLanes.FusedMultiplyAdd(c6, r, c5);
        p = TLanes.FusedMultiplyAdd(p, r, c4);
        p = TLanes.FusedMultiplyAdd(p, r, c3);
        p = TLanes.FusedMultiplyAdd(p, r, c2);
        p = TLanes.FusedMultiplyAdd(p, r, c1);
        p = TLanes.FusedMultiplyAdd(p, r, one);

        // The low bits of the shifted number are n; what else it holds is shifted out.
        return TLanes.AddBits(p, TLanes.ShiftLeft(shifted, 23));
    }
}

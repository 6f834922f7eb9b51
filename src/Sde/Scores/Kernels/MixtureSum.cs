using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Lanes;
using ScoreSde.Lanes.Functions;

namespace ScoreSde.Scores.Kernels;

/// <summary>What all kernels of a mixture begin with: responsibilities up to their sum, and the components' pulls weighted by them.</summary>
internal static class MixtureSum
{
    /// <summary>
    /// weights_k = r_k relative to the greatest, sum = Σ_k weights_k C_k⁻¹ (x − μ_k); returns Σ_k weights_k. One sample a lane.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static TLanes Of<T, TLanes, TTable>(TTable table, ReadOnlySpan<TLanes> point, Span<TLanes> weights, Span<TLanes> sum)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
        where TTable : struct, IComponentTable<T, TLanes>, allows ref struct
    {
        TLanes best = TLanes.Constant(double.NegativeInfinity);
        for (int k = 0; k < weights.Length; k++)
        {
            weights[k] = MixtureComponent.Exponent<T, TLanes, TTable>(table, k, point);
            best = TLanes.Maximum(best, weights[k]);
        }

        sum.Clear();
        TLanes total = TLanes.Constant(0);
        for (int k = 0; k < weights.Length; k++)
        {
            weights[k] = Exponential.OfNegative<TLanes, T>(weights[k] - best);
            total += weights[k];
            MixtureComponent.AddPrecision<T, TLanes, TTable>(table, k, weights[k], point, sum, centred: true);
        }

        return total;
    }
}

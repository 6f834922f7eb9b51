using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Lanes;

namespace ScoreSde.Scores.Kernels;

/// <summary>
/// product = J v with J = ∂ε/∂x = σ Σ_k r_k [C_k⁻¹ − (g_k − ḡ)(g_k − ḡ)ᵀ], g_k = C_k⁻¹ (x − μ_k), ḡ = Σ_k r_k g_k. J is symmetric, so this is
/// the product with its transpose as well. One sample a lane; the product must not overlap the others.
/// </summary>
internal readonly ref struct MixtureJacobianKernel<T>(MixtureTable<T> table, ReadOnlySpan<T> x, ReadOnlySpan<T> vector, Span<T> product)
    : ILaneKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> x = x;
    private readonly ReadOnlySpan<T> vector = vector;
    private readonly Span<T> product = product;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int d = table.Dimension;
        int rows = x.Length / d;
        TLanes[] scratch = ArrayPool<TLanes>.Shared.Rent((5 * d) + table.LogFactors.Length);
        Span<TLanes> point = scratch.AsSpan(0, d);
        Span<TLanes> along = scratch.AsSpan(d, d);
        Span<TLanes> result = scratch.AsSpan(2 * d, d);
        for (int first = 0; first < rows; first += TLanes.Count)
        {
            int count = Math.Min(TLanes.Count, rows - first);
            LaneRows.Load(x, first, count, point);
            LaneRows.Load(vector, first, count, along);
            Block<TLanes>(point, along, result, scratch.AsSpan(3 * d, 2 * d), scratch.AsSpan(5 * d, table.LogFactors.Length));
            LaneRows.Store<T, TLanes>(result, product, first, count);
        }

        ArrayPool<TLanes>.Shared.Return(scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Block<TLanes>(
        ReadOnlySpan<TLanes> point, ReadOnlySpan<TLanes> along, Span<TLanes> result, Span<TLanes> scratch, Span<TLanes> weights)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        Span<TLanes> mean = scratch[..point.Length];
        Span<TLanes> own = scratch[point.Length..];
        var level = new OneLevel<T, TLanes>(table);
        TLanes total = MixtureSum.Of<T, TLanes, OneLevel<T, TLanes>>(level, point, weights, mean);
        for (int j = 0; j < mean.Length; j++)
        {
            mean[j] /= total;
        }

        // The outer products are taken about the mean, so that components which agree do not cancel.
        result.Clear();
        for (int k = 0; k < weights.Length; k++)
        {
            own.Clear();
            MixtureComponent.AddPrecision<T, TLanes, OneLevel<T, TLanes>>(level, k, TLanes.Constant(1), point, own, centred: true);
            TLanes projection = TLanes.Constant(0);
            for (int j = 0; j < own.Length; j++)
            {
                own[j] -= mean[j];
                projection = TLanes.FusedMultiplyAdd(own[j], along[j], projection);
            }

            TLanes factor = -(weights[k] * projection);
            for (int j = 0; j < own.Length; j++)
            {
                result[j] = TLanes.FusedMultiplyAdd(factor, own[j], result[j]);
            }

            MixtureComponent.AddPrecision<T, TLanes, OneLevel<T, TLanes>>(level, k, weights[k], along, result, centred: false);
        }

        TLanes scale = TLanes.Broadcast(table.Sigma) / total;
        for (int j = 0; j < result.Length; j++)
        {
            result[j] *= scale;
        }
    }
}

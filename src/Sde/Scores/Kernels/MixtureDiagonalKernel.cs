using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Lanes;

namespace ScoreSde.Scores.Kernels;

/// <summary>
/// diag ∂ε/∂x = σ Σ_k r_k [diag C_k⁻¹ − (g_k − ḡ)²], g_k = C_k⁻¹ (x − μ_k), ḡ = Σ_k r_k g_k, squares by coordinates. One sample a lane; the
/// diagonal must not overlap x.
/// </summary>
internal readonly ref struct MixtureDiagonalKernel<T>(MixtureTable<T> table, ReadOnlySpan<T> x, Span<T> diagonal) : ILaneKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> x = x;
    private readonly Span<T> diagonal = diagonal;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int d = table.Dimension;
        int rows = x.Length / d;
        TLanes[] scratch = ArrayPool<TLanes>.Shared.Rent((4 * d) + table.LogFactors.Length);
        Span<TLanes> point = scratch.AsSpan(0, d);
        Span<TLanes> result = scratch.AsSpan(d, d);
        for (int first = 0; first < rows; first += TLanes.Count)
        {
            int count = Math.Min(TLanes.Count, rows - first);
            LaneRows.Load(x, first, count, point);
            Block<TLanes>(point, result, scratch.AsSpan(2 * d, 2 * d), scratch.AsSpan(4 * d, table.LogFactors.Length));
            LaneRows.Store<T, TLanes>(result, diagonal, first, count);
        }

        ArrayPool<TLanes>.Shared.Return(scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Block<TLanes>(ReadOnlySpan<TLanes> point, Span<TLanes> result, Span<TLanes> scratch, Span<TLanes> weights)
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

        // The squares are taken about the mean, so that components which agree do not cancel.
        result.Clear();
        for (int k = 0; k < weights.Length; k++)
        {
            own.Clear();
            MixtureComponent.AddPrecision<T, TLanes, OneLevel<T, TLanes>>(level, k, TLanes.Constant(1), point, own, centred: true);
            MixtureComponent.AddPrecisionDiagonal<T, TLanes, OneLevel<T, TLanes>>(level, k, weights[k], result);
            for (int j = 0; j < own.Length; j++)
            {
                TLanes apart = own[j] - mean[j];
                result[j] = TLanes.FusedMultiplyAdd(-(weights[k] * apart), apart, result[j]);
            }
        }

        TLanes scale = TLanes.Broadcast(table.Sigma) / total;
        for (int j = 0; j < result.Length; j++)
        {
            result[j] *= scale;
        }
    }
}

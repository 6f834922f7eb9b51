using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Lanes;

namespace ScoreSde.Scores.Kernels;

/// <summary>
/// ε = σ Σ_k r_k C_k⁻¹ (x − μ_k), r_k the responsibilities: one sample a lane, so that a row's bits do not depend on its place
/// or on the width. x and ε must not overlap.
/// </summary>
internal readonly ref struct MixtureKernel<T>(MixtureTable<T> table, ReadOnlySpan<T> x, Span<T> epsilon) : ILaneKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> x = x;
    private readonly Span<T> epsilon = epsilon;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int d = table.Dimension;
        int rows = x.Length / d;
        TLanes[] scratch = ArrayPool<TLanes>.Shared.Rent((2 * d) + table.LogFactors.Length);
        Span<TLanes> point = scratch.AsSpan(0, d);
        Span<TLanes> sum = scratch.AsSpan(d, d);
        Span<TLanes> weights = scratch.AsSpan(2 * d, table.LogFactors.Length);
        for (int first = 0; first < rows; first += TLanes.Count)
        {
            int count = Math.Min(TLanes.Count, rows - first);
            LaneRows.Load(x, first, count, point);
            Block<TLanes>(point, sum, weights);
            LaneRows.Store<T, TLanes>(sum, epsilon, first, count);
        }

        ArrayPool<TLanes>.Shared.Return(scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Block<TLanes>(ReadOnlySpan<TLanes> point, Span<TLanes> sum, Span<TLanes> weights)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        var level = new OneLevel<T, TLanes>(table);
        TLanes total = MixtureSum.Of<T, TLanes, OneLevel<T, TLanes>>(level, point, weights, sum);
        TLanes scale = TLanes.Broadcast(table.Sigma) / total;
        for (int j = 0; j < sum.Length; j++)
        {
            sum[j] *= scale;
        }
    }
}

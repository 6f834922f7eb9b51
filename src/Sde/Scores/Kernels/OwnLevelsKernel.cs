using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;
using ScoreSde.Processes;

namespace ScoreSde.Scores.Kernels;

/// <summary>
/// <see cref="MixtureKernel{T}"/> for rows with noise levels of their own, to the same bits. x and ε must not overlap.
/// </summary>
internal readonly ref struct OwnLevelsKernel<T>(
    MixtureParameters<T> mixture, ReadOnlySpan<T> x, ReadOnlySpan<NoiseLevel> levels, Span<T> epsilon) : ILaneKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> x = x;
    private readonly ReadOnlySpan<NoiseLevel> levels = levels;
    private readonly Span<T> epsilon = epsilon;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int d = mixture.Dimension;
        int length = OwnLevels<T, TLanes>.Length(mixture);
        TLanes[] scratch = ArrayPool<TLanes>.Shared.Rent(length + mixture.Components + (2 * d) + 1);
        var table = new OwnLevels<T, TLanes>(mixture, scratch.AsSpan(0, length));
        Span<TLanes> weights = scratch.AsSpan(length, mixture.Components);
        Span<TLanes> point = scratch.AsSpan(length + mixture.Components, d);
        Span<TLanes> sum = scratch.AsSpan(length + mixture.Components + d, d);
        Span<T> sigma = MemoryMarshal.Cast<TLanes, T>(scratch.AsSpan(length + mixture.Components + (2 * d), 1));
        for (int first = 0; first < levels.Length; first += TLanes.Count)
        {
            int count = Math.Min(TLanes.Count, levels.Length - first);
            table.Fill(levels.Slice(first, count));
            for (int lane = 0; lane < count; lane++)
            {
                sigma[lane] = T.CreateTruncating(levels[first + lane].Deviation);
            }

            LaneRows.Load(x, first, count, point);
            TLanes total = MixtureSum.Of<T, TLanes, OwnLevels<T, TLanes>>(table, point, weights, sum);
            TLanes scale = TLanes.Load(ref sigma[0], 0) / total;
            for (int j = 0; j < d; j++)
            {
                sum[j] *= scale;
            }

            LaneRows.Store<T, TLanes>(sum, epsilon, first, count);
        }

        ArrayPool<TLanes>.Shared.Return(scratch);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;

namespace ScoreSde.Metrics;

/// <summary>
/// squares_j = Σ_k (x_k − y_kj)² for the 64 points of a panel, added in the order of k with fused multiply-add, so that the bits depend
/// neither on the vector width nor on a pair's place.
/// </summary>
internal readonly ref struct PanelSquares(ReadOnlySpan<float> point, ReadOnlySpan<float> panel, Span<float> squares) : ILaneKernel<float>
{
    /// <summary>The vectors that are worked on together lie this far apart; no vector is wider.</summary>
    public const int Stride = PointPanels.Width / 4;

    private readonly ReadOnlySpan<float> point = point;
    private readonly ReadOnlySpan<float> panel = panel;
    private readonly Span<float> squares = squares;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        ref float target = ref MemoryMarshal.GetReference(squares);
        for (int first = 0; first < Stride; first += TLanes.Count)
        {
            Four<TLanes>(point, ref MemoryMarshal.GetReference(panel), first, out TLanes s0, out TLanes s1, out TLanes s2, out TLanes s3);
            TLanes.Store(s0, ref target, (nuint)first);
            TLanes.Store(s1, ref target, (nuint)(first + Stride));
            TLanes.Store(s2, ref target, (nuint)(first + (2 * Stride)));
            TLanes.Store(s3, ref target, (nuint)(first + (3 * Stride)));
        }
    }

    /// <summary>The squares of the vectors that begin at first, first + 16, first + 32 and first + 48.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Four<TLanes>(
        ReadOnlySpan<float> point, ref readonly float panel, int first, out TLanes s0, out TLanes s1, out TLanes s2, out TLanes s3)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        s0 = TLanes.Broadcast(0);
        s1 = s0;
        s2 = s0;
        s3 = s0;
        nuint place = (nuint)first;
        for (int k = 0; k < point.Length; k++)
        {
            TLanes x = TLanes.Broadcast(point[k]);
            TLanes d0 = x - TLanes.Load(in panel, place);
            TLanes d1 = x - TLanes.Load(in panel, place + Stride);
            TLanes d2 = x - TLanes.Load(in panel, place + (2 * Stride));
            TLanes d3 = x - TLanes.Load(in panel, place + (3 * Stride));
            s0 = TLanes.FusedMultiplyAdd(d0, d0, s0);
            s1 = TLanes.FusedMultiplyAdd(d1, d1, s1);
            s2 = TLanes.FusedMultiplyAdd(d2, d2, s2);
            s3 = TLanes.FusedMultiplyAdd(d3, d3, s3);
            place += PointPanels.Width;
        }
    }
}

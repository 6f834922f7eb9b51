using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;

namespace ScoreSde.Metrics;

/// <summary>products_j = Σ_k x_k y_kj for the 64 points of a panel, added in the order of k with fused multiply-add.</summary>
internal readonly ref struct PanelProducts(ReadOnlySpan<float> direction, ReadOnlySpan<float> panel, Span<float> products) : ILaneKernel<float>
{
    private const int Stride = PanelSquares.Stride;

    private readonly ReadOnlySpan<float> direction = direction;
    private readonly ReadOnlySpan<float> panel = panel;
    private readonly Span<float> products = products;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        ref float y = ref MemoryMarshal.GetReference(panel);
        ref float target = ref MemoryMarshal.GetReference(products);
        for (int first = 0; first < Stride; first += TLanes.Count)
        {
            TLanes s0 = TLanes.Broadcast(0);
            TLanes s1 = s0;
            TLanes s2 = s0;
            TLanes s3 = s0;
            nuint place = (nuint)first;
            for (int k = 0; k < direction.Length; k++)
            {
                TLanes x = TLanes.Broadcast(direction[k]);
                s0 = TLanes.FusedMultiplyAdd(x, TLanes.Load(in y, place), s0);
                s1 = TLanes.FusedMultiplyAdd(x, TLanes.Load(in y, place + Stride), s1);
                s2 = TLanes.FusedMultiplyAdd(x, TLanes.Load(in y, place + (2 * Stride)), s2);
                s3 = TLanes.FusedMultiplyAdd(x, TLanes.Load(in y, place + (3 * Stride)), s3);
                place += PointPanels.Width;
            }

            TLanes.Store(s0, ref target, (nuint)first);
            TLanes.Store(s1, ref target, (nuint)(first + Stride));
            TLanes.Store(s2, ref target, (nuint)(first + (2 * Stride)));
            TLanes.Store(s3, ref target, (nuint)(first + (3 * Stride)));
        }
    }
}

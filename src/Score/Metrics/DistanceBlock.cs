using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;

namespace ScoreSde.Metrics;

/// <summary>
/// Adds the distances |x_i − y_j| of a block of rows from the 64 points of a panel: over i to 64 column sums, over j to 16 part sums of
/// each row, part p of columns p, p + 16, p + 32, p + 48 in one order at every vector width. Each distance is multiplied by its
/// column's weight, 0 for the points that fill a panel up.
/// </summary>
internal readonly ref struct DistanceBlock(
    ReadOnlySpan<float> rows, ReadOnlySpan<float> panel, ReadOnlySpan<float> weights, Span<float> rowParts, Span<float> columnSums)
    : ILaneKernel<float>
{
    /// <summary>Part sums of a row.</summary>
    public const int Parts = PanelSquares.Stride;

    private readonly ReadOnlySpan<float> rows = rows;
    private readonly ReadOnlySpan<float> panel = panel;
    private readonly ReadOnlySpan<float> weights = weights;
    private readonly Span<float> rowParts = rowParts;
    private readonly Span<float> columnSums = columnSums;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        int dimension = panel.Length / PointPanels.Width;
        int count = rows.Length / dimension;
        ref float y = ref MemoryMarshal.GetReference(panel);
        ref float weight = ref MemoryMarshal.GetReference(weights);
        ref float columns = ref MemoryMarshal.GetReference(columnSums);
        ref float parts = ref MemoryMarshal.GetReference(rowParts);
        for (int first = 0; first < Parts; first += TLanes.Count)
        {
            nuint p0 = (nuint)first;
            nuint p1 = p0 + Parts;
            nuint p2 = p1 + Parts;
            nuint p3 = p2 + Parts;
            TLanes c0 = TLanes.Load(in columns, p0);
            TLanes c1 = TLanes.Load(in columns, p1);
            TLanes c2 = TLanes.Load(in columns, p2);
            TLanes c3 = TLanes.Load(in columns, p3);
            for (int i = 0; i < count; i++)
            {
                PanelSquares.Four(rows.Slice(i * dimension, dimension), in y, first, out TLanes d0, out TLanes d1, out TLanes d2, out TLanes d3);
                d0 = TLanes.Sqrt(d0) * TLanes.Load(in weight, p0);
                d1 = TLanes.Sqrt(d1) * TLanes.Load(in weight, p1);
                d2 = TLanes.Sqrt(d2) * TLanes.Load(in weight, p2);
                d3 = TLanes.Sqrt(d3) * TLanes.Load(in weight, p3);
                c0 += d0;
                c1 += d1;
                c2 += d2;
                c3 += d3;
                nuint part = (nuint)((i * Parts) + first);
                TLanes.Store(TLanes.Load(in parts, part) + ((d0 + d1) + (d2 + d3)), ref parts, part);
            }

            TLanes.Store(c0, ref columns, p0);
            TLanes.Store(c1, ref columns, p1);
            TLanes.Store(c2, ref columns, p2);
            TLanes.Store(c3, ref columns, p3);
        }
    }
}

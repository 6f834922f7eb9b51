using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;

namespace ScoreSde.Metrics;

/// <summary>
/// As <see cref="PanelSquares"/> for four points at once, bit for bit: a panel that is wider than the first cache is read once for all four.
/// squares is [4, 64], points [4, Dimension].
/// </summary>
internal readonly ref struct QuadSquares(ReadOnlySpan<float> points, ReadOnlySpan<float> panel, Span<float> squares) : ILaneKernel<float>
{
    /// <summary>Points at once.</summary>
    public const int Rows = 4;

    private readonly ReadOnlySpan<float> points = points;
    private readonly ReadOnlySpan<float> panel = panel;
    private readonly Span<float> squares = squares;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        int dimension = panel.Length / PointPanels.Width;
        ref float x = ref MemoryMarshal.GetReference(points);
        ref float y = ref MemoryMarshal.GetReference(panel);
        ref float target = ref MemoryMarshal.GetReference(squares);
        for (int first = 0; first < PointPanels.Width; first += 2 * TLanes.Count)
        {
            TLanes a0 = TLanes.Broadcast(0);
            (TLanes a1, TLanes b0, TLanes b1, TLanes c0, TLanes c1, TLanes d0, TLanes d1) = (a0, a0, a0, a0, a0, a0, a0);
            nuint place = (nuint)first;
            for (int k = 0; k < dimension; k++, place += PointPanels.Width)
            {
                TLanes y0 = TLanes.Load(in y, place);
                TLanes y1 = TLanes.Load(in y, place + (nuint)TLanes.Count);
                Add(TLanes.Broadcast(Unsafe.Add(ref x, k)), y0, y1, ref a0, ref a1);
                Add(TLanes.Broadcast(Unsafe.Add(ref x, k + dimension)), y0, y1, ref b0, ref b1);
                Add(TLanes.Broadcast(Unsafe.Add(ref x, k + (2 * dimension))), y0, y1, ref c0, ref c1);
                Add(TLanes.Broadcast(Unsafe.Add(ref x, k + (3 * dimension))), y0, y1, ref d0, ref d1);
            }

            Store(a0, a1, ref target, first);
            Store(b0, b1, ref target, first + PointPanels.Width);
            Store(c0, c1, ref target, first + (2 * PointPanels.Width));
            Store(d0, d1, ref target, first + (3 * PointPanels.Width));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TLanes>(TLanes x, TLanes y0, TLanes y1, ref TLanes s0, ref TLanes s1)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        TLanes d0 = x - y0;
        TLanes d1 = x - y1;
        s0 = TLanes.FusedMultiplyAdd(d0, d0, s0);
        s1 = TLanes.FusedMultiplyAdd(d1, d1, s1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TLanes>(TLanes s0, TLanes s1, ref float target, int place)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        TLanes.Store(s0, ref target, (nuint)place);
        TLanes.Store(s1, ref target, (nuint)(place + TLanes.Count));
    }
}

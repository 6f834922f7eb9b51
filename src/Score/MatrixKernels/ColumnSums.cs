using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Lanes;

namespace ScoreSde.MatrixKernels;

/// <summary>
/// Sums over the rows of a panel: totals[c] += Σ_r values[r, c] over the rows that carry a label, or all of them. The sum is made from 0 in the order of rows.
/// </summary>
internal static unsafe class ColumnSums
{
    /// <summary>Adds the sums of one panel.</summary>
    /// <param name="values">The panel's first number; rows are <paramref name="stride"/> apart and padded to a whole panel.</param>
    /// <param name="stride">From one row to the next.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="labels">The label of each row, or nothing to take all rows.</param>
    /// <param name="label">The label of the rows to take.</param>
    /// <param name="totals">A panel of sums, added to.</param>
    public static void Add<T>(T* values, nint stride, int rows, ReadOnlySpan<int> labels, int label, T* totals)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernel = new Kernel<T> { Values = values, Stride = stride, Rows = rows, Labels = labels, Label = label, Totals = totals };
        LaneDispatch.Run<T, Kernel<T>>(ref kernel);
    }

    private ref struct Kernel<T> : ILaneKernel<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* Values;
        public nint Stride;
        public int Rows;
        public ReadOnlySpan<int> Labels;
        public int Label;
        public T* Totals;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            nuint next = (nuint)TLanes.Count;
            for (int first = 0; first < Panels.Columns<T>(); first += 2 * TLanes.Count)
            {
                TLanes sum0 = TLanes.Constant(0);
                TLanes sum1 = sum0;
                T* row = Values + first;
                for (int r = 0; r < Rows; r++, row += Stride)
                {
                    if (Labels.IsEmpty || Labels[r] == Label)
                    {
                        sum0 += TLanes.Load(in *row, 0);
                        sum1 += TLanes.Load(in *row, next);
                    }
                }

                T* totals = Totals + first;
                TLanes.Store(TLanes.Load(in *totals, 0) + sum0, ref *totals, 0);
                TLanes.Store(TLanes.Load(in *totals, next) + sum1, ref *totals, next);
            }
        }
    }
}

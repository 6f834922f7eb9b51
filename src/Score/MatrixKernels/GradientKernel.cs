using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Lanes;

namespace ScoreSde.MatrixKernels;

/// <summary>
/// The inner loop of a <see cref="GradientTask{T}"/>: six rows or one row of the result, times two vectors of columns. The sum of a chunk and the
/// sum over chunks are both in registers where there are 32 of them; where there are 16, the second is touched once a chunk.
/// </summary>
/// <remarks>As in <see cref="MicroKernel"/>, a lane is a column, so that the bits depend neither on the width of the vectors nor on the block.</remarks>
internal static unsafe class GradientKernel
{
    /// <summary>Six rows: totals[r, 0 … 2·Count) = Σ_chunks Σ_b left · right.</summary>
    /// <param name="task">Strides and chunks.</param>
    /// <param name="row">The first row of the result.</param>
    /// <param name="right">Where the columns stand in a chunk's right factor.</param>
    /// <param name="totals">Where the sums go.</param>
    /// <param name="stride">From a row of the sums to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SixRows<TLanes, T>(in GradientTask<T> task, int row, nint right, T* totals, nint stride)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint next = (nuint)TLanes.Count;
        nint inner = task.LeftInner;
        nint panel = task.RightInner;
        nint place0 = Place(in task, row);
        nint place1 = Place(in task, row + 1);
        nint place2 = Place(in task, row + 2);
        nint place3 = Place(in task, row + 3);
        nint place4 = Place(in task, row + 4);
        nint place5 = Place(in task, row + 5);
        TLanes total00, total01, total10, total11, total20, total21, total30, total31, total40, total41, total50, total51;
        total00 = total01 = total10 = total11 = total20 = total21 = total30 = total31 = total40 = total41 = total50 = total51 = TLanes.Constant(0);
        foreach (ref readonly GradientChunk<T> chunk in task.Chunks)
        {
            TLanes sum00, sum01, sum10, sum11, sum20, sum21, sum30, sum31, sum40, sum41, sum50, sum51;
            sum00 = sum01 = sum10 = sum11 = sum20 = sum21 = sum30 = sum31 = sum40 = sum41 = sum50 = sum51 = TLanes.Constant(0);
            T* left0 = chunk.Left + place0;
            T* left1 = chunk.Left + place1;
            T* left2 = chunk.Left + place2;
            T* left3 = chunk.Left + place3;
            T* left4 = chunk.Left + place4;
            T* left5 = chunk.Left + place5;
            T* columns = chunk.Right + right;
            nint end = chunk.Rows * inner;
            for (nint k = 0; k < end; k += inner)
            {
                TLanes right0 = TLanes.Load(in *columns, 0);
                TLanes right1 = TLanes.Load(in *columns, next);
                columns += panel;
                TLanes value0 = TLanes.Broadcast(left0[k]);
                sum00 = TLanes.FusedMultiplyAdd(value0, right0, sum00);
                sum01 = TLanes.FusedMultiplyAdd(value0, right1, sum01);
                TLanes value1 = TLanes.Broadcast(left1[k]);
                sum10 = TLanes.FusedMultiplyAdd(value1, right0, sum10);
                sum11 = TLanes.FusedMultiplyAdd(value1, right1, sum11);
                TLanes value2 = TLanes.Broadcast(left2[k]);
                sum20 = TLanes.FusedMultiplyAdd(value2, right0, sum20);
                sum21 = TLanes.FusedMultiplyAdd(value2, right1, sum21);
                TLanes value3 = TLanes.Broadcast(left3[k]);
                sum30 = TLanes.FusedMultiplyAdd(value3, right0, sum30);
                sum31 = TLanes.FusedMultiplyAdd(value3, right1, sum31);
                TLanes value4 = TLanes.Broadcast(left4[k]);
                sum40 = TLanes.FusedMultiplyAdd(value4, right0, sum40);
                sum41 = TLanes.FusedMultiplyAdd(value4, right1, sum41);
                TLanes value5 = TLanes.Broadcast(left5[k]);
                sum50 = TLanes.FusedMultiplyAdd(value5, right0, sum50);
                sum51 = TLanes.FusedMultiplyAdd(value5, right1, sum51);
            }

            (total00, total01) = (total00 + sum00, total01 + sum01);
            (total10, total11) = (total10 + sum10, total11 + sum11);
            (total20, total21) = (total20 + sum20, total21 + sum21);
            (total30, total31) = (total30 + sum30, total31 + sum31);
            (total40, total41) = (total40 + sum40, total41 + sum41);
            (total50, total51) = (total50 + sum50, total51 + sum51);
        }

        Store<TLanes, T>(total00, total01, totals);
        Store<TLanes, T>(total10, total11, totals + stride);
        Store<TLanes, T>(total20, total21, totals + (2 * stride));
        Store<TLanes, T>(total30, total31, totals + (3 * stride));
        Store<TLanes, T>(total40, total41, totals + (4 * stride));
        Store<TLanes, T>(total50, total51, totals + (5 * stride));
    }

    /// <summary>One row: as <see cref="SixRows"/>, with the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneRow<TLanes, T>(in GradientTask<T> task, int row, nint right, T* totals)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint next = (nuint)TLanes.Count;
        nint inner = task.LeftInner;
        nint panel = task.RightInner;
        nint place = Place(in task, row);
        TLanes total0 = TLanes.Constant(0);
        TLanes total1 = total0;
        foreach (ref readonly GradientChunk<T> chunk in task.Chunks)
        {
            TLanes sum0 = TLanes.Constant(0);
            TLanes sum1 = sum0;
            T* left = chunk.Left + place;
            T* columns = chunk.Right + right;
            nint end = chunk.Rows * inner;
            for (nint k = 0; k < end; k += inner)
            {
                TLanes value = TLanes.Broadcast(left[k]);
                sum0 = TLanes.FusedMultiplyAdd(value, TLanes.Load(in *columns, 0), sum0);
                sum1 = TLanes.FusedMultiplyAdd(value, TLanes.Load(in *columns, next), sum1);
                columns += panel;
            }

            (total0, total1) = (total0 + sum0, total1 + sum1);
        }

        Store<TLanes, T>(total0, total1, totals);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Place<T>(in GradientTask<T> task, int row)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int panel = Panels.Columns<T>();
        return (row / panel * task.LeftPanel) + (row % panel);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TLanes, T>(TLanes first, TLanes second, T* target)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TLanes.Store(first, ref *target, 0);
        TLanes.Store(second, ref *target, (nuint)TLanes.Count);
    }
}

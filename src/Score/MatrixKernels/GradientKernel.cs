using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Lanes;

namespace ScoreSde.MatrixKernels;

/// <summary>
/// The inner loop of a <see cref="GradientTask{T}"/>: six rows of the result, four or one, times two vectors of columns. The sum of a chunk and the
/// sum over chunks are both in registers where there are 32 of them; where there are 16, the second is touched once a chunk.
/// </summary>
/// <remarks>As in <see cref="MicroKernel"/>, a lane is a column, so that the bits depend neither on the width of the vectors nor on the block.</remarks>
internal static unsafe class GradientKernel
{
    /// <summary>Six rows: totals[r, 0 … 2·Count) = Σ_chunks Σ_b left · right.</summary>
    /// <param name="task">The chunks.</param>
    /// <param name="row">The first row of the result: a column of the left factors.</param>
    /// <param name="column">The first column of the result: a column of the right factors.</param>
    /// <param name="totals">Where the sums go, a panel from one row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SixRows<TLanes, T>(in GradientTask<T> task, int row, int column, T* totals)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint next = (nuint)TLanes.Count;
        nint panel = Panels.Columns<T>();
        TLanes total00, total01;
        TLanes total10, total11;
        TLanes total20, total21;
        TLanes total30, total31;
        TLanes total40, total41;
        TLanes total50, total51;
        total00 = total01 = total10 = total11 = total20 = total21 = total30 = total31 = total40 = total41 = total50 = total51 = TLanes.Constant(0);
        foreach (ref readonly GradientChunk<T> chunk in task.Chunks)
        {
            T* left0 = chunk.Left.Column(row);
            T* left1 = chunk.Left.Column(row + 1);
            T* left2 = chunk.Left.Column(row + 2);
            T* left3 = chunk.Left.Column(row + 3);
            T* left4 = chunk.Left.Column(row + 4);
            T* left5 = chunk.Left.Column(row + 5);
            T* right = chunk.Right.Column(column);
            nint leftRow = chunk.Left.Row;
            nint rightRow = chunk.Right.Row;
            TLanes sum00, sum01;
            TLanes sum10, sum11;
            TLanes sum20, sum21;
            TLanes sum30, sum31;
            TLanes sum40, sum41;
            TLanes sum50, sum51;
            sum00 = sum01 = sum10 = sum11 = sum20 = sum21 = sum30 = sum31 = sum40 = sum41 = sum50 = sum51 = TLanes.Constant(0);
            nint end = chunk.Rows * leftRow;
            for (nint k = 0; k < end; k += leftRow)
            {
                TLanes right0 = TLanes.Load(in *right, 0);
                TLanes right1 = TLanes.Load(in *right, next);
                right += rightRow;
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
        Store<TLanes, T>(total10, total11, totals + panel);
        Store<TLanes, T>(total20, total21, totals + (2 * panel));
        Store<TLanes, T>(total30, total31, totals + (3 * panel));
        Store<TLanes, T>(total40, total41, totals + (4 * panel));
        Store<TLanes, T>(total50, total51, totals + (5 * panel));
    }

    /// <summary>Four rows: as <see cref="SixRows"/>, with the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourRows<TLanes, T>(in GradientTask<T> task, int row, int column, T* totals)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint next = (nuint)TLanes.Count;
        nint panel = Panels.Columns<T>();
        TLanes total00, total01;
        TLanes total10, total11;
        TLanes total20, total21;
        TLanes total30, total31;
        total00 = total01 = total10 = total11 = total20 = total21 = total30 = total31 = TLanes.Constant(0);
        foreach (ref readonly GradientChunk<T> chunk in task.Chunks)
        {
            T* left0 = chunk.Left.Column(row);
            T* left1 = chunk.Left.Column(row + 1);
            T* left2 = chunk.Left.Column(row + 2);
            T* left3 = chunk.Left.Column(row + 3);
            T* right = chunk.Right.Column(column);
            nint leftRow = chunk.Left.Row;
            nint rightRow = chunk.Right.Row;
            TLanes sum00, sum01;
            TLanes sum10, sum11;
            TLanes sum20, sum21;
            TLanes sum30, sum31;
            sum00 = sum01 = sum10 = sum11 = sum20 = sum21 = sum30 = sum31 = TLanes.Constant(0);
            nint end = chunk.Rows * leftRow;
            for (nint k = 0; k < end; k += leftRow)
            {
                TLanes right0 = TLanes.Load(in *right, 0);
                TLanes right1 = TLanes.Load(in *right, next);
                right += rightRow;
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
            }

            (total00, total01) = (total00 + sum00, total01 + sum01);
            (total10, total11) = (total10 + sum10, total11 + sum11);
            (total20, total21) = (total20 + sum20, total21 + sum21);
            (total30, total31) = (total30 + sum30, total31 + sum31);
        }

        Store<TLanes, T>(total00, total01, totals);
        Store<TLanes, T>(total10, total11, totals + panel);
        Store<TLanes, T>(total20, total21, totals + (2 * panel));
        Store<TLanes, T>(total30, total31, totals + (3 * panel));
    }

    /// <summary>One row: as <see cref="SixRows"/>, with the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneRow<TLanes, T>(in GradientTask<T> task, int row, int column, T* totals)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint next = (nuint)TLanes.Count;
        TLanes total0 = TLanes.Constant(0);
        TLanes total1 = total0;
        foreach (ref readonly GradientChunk<T> chunk in task.Chunks)
        {
            T* left = chunk.Left.Column(row);
            T* right = chunk.Right.Column(column);
            TLanes sum0 = TLanes.Constant(0);
            TLanes sum1 = sum0;
            for (int k = 0; k < chunk.Rows; k++)
            {
                TLanes value = TLanes.Broadcast(*left);
                sum0 = TLanes.FusedMultiplyAdd(value, TLanes.Load(in *right, 0), sum0);
                sum1 = TLanes.FusedMultiplyAdd(value, TLanes.Load(in *right, next), sum1);
                left += chunk.Left.Row;
                right += chunk.Right.Row;
            }

            (total0, total1) = (total0 + sum0, total1 + sum1);
        }

        Store<TLanes, T>(total0, total1, totals);
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

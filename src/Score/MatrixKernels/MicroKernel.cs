using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Lanes;

namespace ScoreSde.MatrixKernels;

/// <summary>
/// The inner loop of a product: a block of six rows, four rows or one, times two vectors of columns, with the sums in registers. Six times two sums fit
/// the 16 registers of 256-bit processors beside their operands and are enough to hide the latency of the 512-bit multiply-adds.
/// </summary>
/// <remarks>
/// Lanes are columns and every lane adds in the order of k, so that a sum's bits depend neither on the width of the vectors nor
/// on the row's place in a block. Unrolled by hand, because the JIT keeps no array in registers.
/// </remarks>
internal static unsafe class MicroKernel
{
    /// <summary>Six rows: sums[r, 0 … 2·Count) = start + left · right.</summary>
    /// <param name="task">The left factor, how the start goes on, and the length of the dot products.</param>
    /// <param name="row">The first row.</param>
    /// <param name="start">What the first row's sums start from; null for 0.</param>
    /// <param name="right">The right factor at the first column.</param>
    /// <param name="sums">Where the sums go, a panel from one row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SixRows<TLanes, T>(in ProductTask<T> task, nint row, T* start, T* right, T* sums)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint next = (nuint)TLanes.Count;
        T* left0 = task.Left.At(row);
        T* left1 = task.Left.At(row + 1);
        T* left2 = task.Left.At(row + 2);
        T* left3 = task.Left.At(row + 3);
        T* left4 = task.Left.At(row + 4);
        T* left5 = task.Left.At(row + 5);
        TLanes sum00, sum01;
        TLanes sum10, sum11;
        TLanes sum20, sum21;
        TLanes sum30, sum31;
        TLanes sum40, sum41;
        TLanes sum50, sum51;
        if (start is null)
        {
            sum00 = sum01 = sum10 = sum11 = sum20 = sum21 = sum30 = sum31 = sum40 = sum41 = sum50 = sum51 = TLanes.Constant(0);
        }
        else
        {
            (sum00, sum01) = (TLanes.Load(in *start, 0), TLanes.Load(in *start, next));
            start += task.Start.Row;
            (sum10, sum11) = (TLanes.Load(in *start, 0), TLanes.Load(in *start, next));
            start += task.Start.Row;
            (sum20, sum21) = (TLanes.Load(in *start, 0), TLanes.Load(in *start, next));
            start += task.Start.Row;
            (sum30, sum31) = (TLanes.Load(in *start, 0), TLanes.Load(in *start, next));
            start += task.Start.Row;
            (sum40, sum41) = (TLanes.Load(in *start, 0), TLanes.Load(in *start, next));
            start += task.Start.Row;
            (sum50, sum51) = (TLanes.Load(in *start, 0), TLanes.Load(in *start, next));
        }

        nint panel = Panels.Columns<T>();
        nint jump = task.Left.Panel;
        for (nint rest = task.Inner; rest > 0; rest -= panel)
        {
            nint end = Math.Min(panel, rest);
            for (nint k = 0; k < end; k++)
            {
                TLanes right0 = TLanes.Load(in *right, 0);
                TLanes right1 = TLanes.Load(in *right, next);
                right += panel;
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

            left0 += jump;
            left1 += jump;
            left2 += jump;
            left3 += jump;
            left4 += jump;
            left5 += jump;
        }

        Store<TLanes, T>(sum00, sum01, sums);
        Store<TLanes, T>(sum10, sum11, sums + panel);
        Store<TLanes, T>(sum20, sum21, sums + (2 * panel));
        Store<TLanes, T>(sum30, sum31, sums + (3 * panel));
        Store<TLanes, T>(sum40, sum41, sums + (4 * panel));
        Store<TLanes, T>(sum50, sum51, sums + (5 * panel));
    }

    /// <summary>Four rows: as <see cref="SixRows"/>, with the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourRows<TLanes, T>(in ProductTask<T> task, nint row, T* start, T* right, T* sums)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint next = (nuint)TLanes.Count;
        T* left0 = task.Left.At(row);
        T* left1 = task.Left.At(row + 1);
        T* left2 = task.Left.At(row + 2);
        T* left3 = task.Left.At(row + 3);
        TLanes sum00, sum01;
        TLanes sum10, sum11;
        TLanes sum20, sum21;
        TLanes sum30, sum31;
        if (start is null)
        {
            sum00 = sum01 = sum10 = sum11 = sum20 = sum21 = sum30 = sum31 = TLanes.Constant(0);
        }
        else
        {
            (sum00, sum01) = (TLanes.Load(in *start, 0), TLanes.Load(in *start, next));
            start += task.Start.Row;
            (sum10, sum11) = (TLanes.Load(in *start, 0), TLanes.Load(in *start, next));
            start += task.Start.Row;
            (sum20, sum21) = (TLanes.Load(in *start, 0), TLanes.Load(in *start, next));
            start += task.Start.Row;
            (sum30, sum31) = (TLanes.Load(in *start, 0), TLanes.Load(in *start, next));
        }

        nint panel = Panels.Columns<T>();
        nint jump = task.Left.Panel;
        for (nint rest = task.Inner; rest > 0; rest -= panel)
        {
            nint end = Math.Min(panel, rest);
            for (nint k = 0; k < end; k++)
            {
                TLanes right0 = TLanes.Load(in *right, 0);
                TLanes right1 = TLanes.Load(in *right, next);
                right += panel;
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

            left0 += jump;
            left1 += jump;
            left2 += jump;
            left3 += jump;
        }

        Store<TLanes, T>(sum00, sum01, sums);
        Store<TLanes, T>(sum10, sum11, sums + panel);
        Store<TLanes, T>(sum20, sum21, sums + (2 * panel));
        Store<TLanes, T>(sum30, sum31, sums + (3 * panel));
    }

    /// <summary>One row: as <see cref="SixRows"/>, with the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneRow<TLanes, T>(in ProductTask<T> task, nint row, T* start, T* right, T* sums)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint next = (nuint)TLanes.Count;
        T* left = task.Left.At(row);
        TLanes sum0 = TLanes.Constant(0);
        TLanes sum1 = sum0;
        if (start is not null)
        {
            (sum0, sum1) = (TLanes.Load(in *start, 0), TLanes.Load(in *start, next));
        }

        nint panel = Panels.Columns<T>();
        for (nint rest = task.Inner; rest > 0; rest -= panel)
        {
            nint end = Math.Min(panel, rest);
            for (nint k = 0; k < end; k++)
            {
                TLanes value = TLanes.Broadcast(left[k]);
                sum0 = TLanes.FusedMultiplyAdd(value, TLanes.Load(in *right, 0), sum0);
                sum1 = TLanes.FusedMultiplyAdd(value, TLanes.Load(in *right, next), sum1);
                right += panel;
            }

            left += task.Left.Panel;
        }

        Store<TLanes, T>(sum0, sum1, sums);
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

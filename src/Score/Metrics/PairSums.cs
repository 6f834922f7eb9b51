using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ScoreSde.Metrics;

/// <summary>Sums of the distances |x_i − y_j| over i and over j, without the matrix of all pairs.</summary>
internal static class PairSums
{
    // Distances are added as floats within a block of this many rows and a panel's columns, and as doubles beyond.
    private const int BlockRows = 64;
    private const int Lanes = 16;

    /// <summary>rowSums[i] = Σ_j |x_i − y_j|, columnSums[j] = Σ_i |x_i − y_j|; both are overwritten.</summary>
    public static void Fill(Samples rows, PointPanels columns, Span<double> rowSums, Span<double> columnSums)
    {
        rowSums.Clear();
        columnSums.Clear();
        Span<float> valid = stackalloc float[PointPanels.Width];
        for (int panel = 0; panel < columns.Panels; panel++)
        {
            int count = columns.CountIn(panel);
            valid[..count].Fill(1);
            valid[count..].Clear();
            for (int start = 0; start < rows.Count; start += BlockRows)
            {
                int block = Math.Min(BlockRows, rows.Count - start);
                FillBlock(
                    rows.Slice(start, block), columns, panel, valid, rowSums.Slice(start, block), columnSums.Slice(panel * PointPanels.Width, count));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillBlock(
        Samples rows, PointPanels columns, int panel, ReadOnlySpan<float> valid, Span<double> rowSums, Span<double> columnSums)
    {
        Span<float> squares = stackalloc float[PointPanels.Width];
        ref float square = ref MemoryMarshal.GetReference(squares);
        ref float mask = ref MemoryMarshal.GetReference(valid);
        Vector512<float> c0 = Vector512<float>.Zero;
        Vector512<float> c1 = Vector512<float>.Zero;
        Vector512<float> c2 = Vector512<float>.Zero;
        Vector512<float> c3 = Vector512<float>.Zero;
        ReadOnlySpan<float> values = rows.Values.Span;
        int dimension = rows.Dimension;
        for (int i = 0; i < rowSums.Length; i++)
        {
            columns.SquaredDistances(values.Slice(i * dimension, dimension), panel, squares);
            Vector512<float> d0 = Vector512.Sqrt(Vector512.LoadUnsafe(ref square)) * Vector512.LoadUnsafe(ref mask);
            Vector512<float> d1 = Vector512.Sqrt(Vector512.LoadUnsafe(ref square, Lanes)) * Vector512.LoadUnsafe(ref mask, Lanes);
            Vector512<float> d2 = Vector512.Sqrt(Vector512.LoadUnsafe(ref square, 2 * Lanes)) * Vector512.LoadUnsafe(ref mask, 2 * Lanes);
            Vector512<float> d3 = Vector512.Sqrt(Vector512.LoadUnsafe(ref square, 3 * Lanes)) * Vector512.LoadUnsafe(ref mask, 3 * Lanes);
            c0 += d0;
            c1 += d1;
            c2 += d2;
            c3 += d3;
            rowSums[i] += Sum((d0 + d1) + (d2 + d3));
        }

        Span<float> sums = squares;
        c0.CopyTo(sums);
        c1.CopyTo(sums[Lanes..]);
        c2.CopyTo(sums[(2 * Lanes)..]);
        c3.CopyTo(sums[(3 * Lanes)..]);
        for (int j = 0; j < columnSums.Length; j++)
        {
            columnSums[j] += sums[j];
        }
    }

    // Not Vector512.Sum, whose order of additions is the framework's affair.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(Vector512<float> lanes)
    {
        Vector256<float> eight = lanes.GetLower() + lanes.GetUpper();
        Vector128<float> four = eight.GetLower() + eight.GetUpper();
        return (four[0] + four[1]) + (four[2] + four[3]);
    }
}

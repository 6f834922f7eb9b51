using ScoreSde.Lanes;

namespace ScoreSde.Metrics;

/// <summary>
/// Sums of the distances |x_i − y_j| over i and over j, without the matrix of all pairs. Distances are floats and are added as floats within
/// 64 rows and a panel of 64 points, as doubles beyond, in a fixed order.
/// </summary>
internal static class PairSums
{
    private const int BlockRows = PointPanels.Width;

    /// <summary>rowSums[i] = Σ_j |x_i − y_j|, columnSums[j] = Σ_i |x_i − y_j|; both are overwritten.</summary>
    public static void Across(Samples rows, PointPanels columns, Span<double> rowSums, Span<double> columnSums)
    {
        rowSums.Clear();
        columnSums.Clear();
        for (int start = 0; start < rows.Count; start += BlockRows)
        {
            ReadOnlySpan<float> block = Block(rows, start);
            for (int panel = 0; panel < columns.Panels; panel++)
            {
                Add(block, columns, panel, rowSums[start..], columnSums[(panel * PointPanels.Width)..]);
            }
        }
    }

    /// <summary>sums[i] = Σ_j |x_i − x_j|, each pair of blocks worked out once; overwritten.</summary>
    public static void Within(Samples rows, PointPanels same, Span<double> sums)
    {
        sums.Clear();
        Span<double> unused = stackalloc double[PointPanels.Width];
        for (int panel = 0; panel < same.Panels; panel++)
        {
            ReadOnlySpan<float> block = Block(rows, panel * BlockRows);
            Span<double> blockSums = sums[(panel * BlockRows)..];
            Add(block, same, panel, blockSums, unused);
            for (int later = panel + 1; later < same.Panels; later++)
            {
                Add(block, same, later, blockSums, sums[(later * PointPanels.Width)..]);
            }
        }
    }

    private static ReadOnlySpan<float> Block(Samples rows, int start)
    {
        int count = Math.Min(BlockRows, rows.Count - start);
        return rows.Values.Span.Slice(start * rows.Dimension, count * rows.Dimension);
    }

    private static void Add(ReadOnlySpan<float> block, PointPanels columns, int panel, Span<double> rowSums, Span<double> columnSums)
    {
        Span<float> weights = stackalloc float[PointPanels.Width];
        Span<float> columnParts = stackalloc float[PointPanels.Width];
        Span<float> rowParts = stackalloc float[BlockRows * DistanceBlock.Parts];
        int count = columns.CountIn(panel);
        int rows = block.Length / columns.Dimension;
        weights[..count].Fill(1);
        weights[count..].Clear();
        columnParts.Clear();
        rowParts.Clear();
        var kernel = new DistanceBlock(block, columns[panel], weights, rowParts, columnParts);
        LaneDispatch.Run<float, DistanceBlock>(ref kernel);
        for (int j = 0; j < count; j++)
        {
            columnSums[j] += columnParts[j];
        }

        for (int i = 0; i < rows; i++)
        {
            rowSums[i] += Sum(rowParts.Slice(i * DistanceBlock.Parts, DistanceBlock.Parts));
        }
    }

    private static double Sum(ReadOnlySpan<float> p) =>
        (((p[0] + p[1]) + (p[2] + p[3])) + ((p[4] + p[5]) + (p[6] + p[7])))
        + (((p[8] + p[9]) + (p[10] + p[11])) + ((p[12] + p[13]) + (p[14] + p[15])));
}

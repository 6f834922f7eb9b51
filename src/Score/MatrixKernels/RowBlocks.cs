namespace ScoreSde.MatrixKernels;

/// <summary>Cuts the rows of a product into blocks of six, four and one. One row costs as much as four, which hide the latency that it waits for.</summary>
internal static class RowBlocks
{
    /// <summary>Rows of the largest block.</summary>
    public const int Most = 6;

    /// <summary>The next block.</summary>
    /// <param name="row">The first row that is not done.</param>
    /// <param name="end">The row after the last.</param>
    /// <param name="done">How many rows that are done already the block begins with; their results are to be left out.</param>
    /// <returns>The block's rows: 6, 4 or 1.</returns>
    public static int Next(int row, int end, out int done)
    {
        int left = end - row;
        done = row == 0 ? 0 : left switch { 3 or 5 => 1, _ => 0 };
        return (left + done) switch
        {
            4 or 5 or 8 => 4,
            >= 6 => 6,
            _ => 1,
        };
    }
}

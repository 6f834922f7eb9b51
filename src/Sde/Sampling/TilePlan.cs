namespace ScoreSde.Sampling;

/// <summary>How a run's samples are cut into tiles, and how many threads take them.</summary>
/// <param name="Count">Samples in the run.</param>
/// <param name="Rows">Samples in a tile, the last one excepted.</param>
/// <param name="Threads">Workers, no more than tiles.</param>
internal sealed record TilePlan(long Count, int Rows, int Threads)
{
    private const int BytesPerState = 64 * 1024;
    private const int FewestRows = 32;
    private const int MostRows = 2048;

    // Whole vectors of 16 and whole blocks of 6 rows of a matrix kernel; or, where few rows are at hand, whole blocks alone.
    private static readonly int[] RowUnits = [48, 6];

    public long Tiles => (Count + Rows - 1) / Rows;

    public (long FirstRow, int Rows) Tile(long tile) => (tile * Rows, (int)Math.Min(Rows, Count - (tile * Rows)));

    /// <summary>
    /// At most as many rows as keep the four or five states of a stepper in a core's second-level cache, and so many tiles that the
    /// workers end together.
    /// </summary>
    public static TilePlan For(long count, int dimension, SamplerOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.TileRows);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Threads);
        int threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        int rows = options.TileRows > 0 ? (int)Math.Min(options.TileRows, count) : Balanced(count, dimension, threads);
        var plan = new TilePlan(count, rows, threads);
        return plan with { Threads = (int)Math.Min(threads, plan.Tiles) };
    }

    private static int Balanced(long count, int dimension, int threads)
    {
        int most = Math.Clamp(BytesPerState / (dimension * sizeof(float)), FewestRows, MostRows);
        long rounds = (count + ((long)most * threads) - 1) / ((long)most * threads);
        int rows = (int)((count + (rounds * threads) - 1) / (rounds * threads));
        foreach (int unit in RowUnits)
        {
            // A tile that is more than an eighth too long would keep its worker when the others have ended.
            int whole = (rows + unit - 1) / unit * unit;
            if (whole <= most && whole <= rows + (rows / 8))
            {
                return (int)Math.Min(whole, count);
            }
        }

        return (int)Math.Min(rows, count);
    }
}

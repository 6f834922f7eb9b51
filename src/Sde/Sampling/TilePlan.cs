namespace ScoreSde.Sampling;

/// <summary>How a run's samples are cut into tiles.</summary>
/// <param name="Count">Samples in the run.</param>
/// <param name="Rows">Samples in a tile, the last one excepted.</param>
internal sealed record TilePlan(int Count, int Rows)
{
    private const int BytesPerState = 64 * 1024;
    private const int FewestRows = 32;
    private const int MostRows = 1024;

    public int Tiles => (Count + Rows - 1) / Rows;

    public (int FirstRow, int Rows) Tile(int tile) => (tile * Rows, Math.Min(Rows, Count - (tile * Rows)));

    /// <summary>Sized so that the four or five states of a stepper fit in a core's second-level cache.</summary>
    public static TilePlan For(int count, int dimension, SamplerOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.TileRows);
        int rows = options.TileRows > 0
            ? options.TileRows
            : Math.Clamp(BytesPerState / (dimension * sizeof(float)), FewestRows, MostRows);
        return new TilePlan(count, Math.Min(rows, count));
    }
}

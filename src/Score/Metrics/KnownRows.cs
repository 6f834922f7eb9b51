namespace ScoreSde.Metrics;

/// <summary>
/// Rows among which the nearest are looked for: packed once, and what was asked for last is kept, since labels and copies are told from the same neighbours.
/// Thread-safe.
/// </summary>
/// <param name="rows">The rows, training rows most often.</param>
public sealed class KnownRows(Samples rows)
{
    private readonly Lazy<PointPanels> panels = new(() => new PointPanels(rows));
    private readonly Lock gate = new();
    private (Samples Queries, NeighbourTable Table)? last;

    /// <summary>The rows.</summary>
    public Samples Rows => rows;

    /// <summary>At least so many nearest rows of each query.</summary>
    internal NeighbourTable Nearest(Samples queries, int neighbours)
    {
        lock (gate)
        {
            if (last is not { } kept || kept.Queries != queries || kept.Table.Neighbours < Math.Min(neighbours, rows.Count))
            {
                last = (queries, new NeighbourTable(queries, panels.Value, neighbours));
            }

            return last.Value.Table;
        }
    }
}

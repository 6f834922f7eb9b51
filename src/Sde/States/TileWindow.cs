namespace ScoreSde.States;

/// <summary>Which samples a worker's states hold at the moment. Shared by all tiles of one space.</summary>
public sealed class TileWindow
{
    internal TileWindow(int capacity, int dimension)
    {
        Capacity = capacity;
        Dimension = dimension;
        Rows = capacity;
    }

    /// <summary>The most rows that fit.</summary>
    public int Capacity { get; }

    /// <summary>Numbers in one sample.</summary>
    public int Dimension { get; }

    /// <summary>Rows in use, at most <see cref="Capacity"/>.</summary>
    public int Rows { get; private set; }

    /// <summary>Index, in the whole run, of the sample in row 0.</summary>
    public long FirstSample { get; private set; }

    internal void MoveTo(long firstSample, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstSample);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Capacity);
        FirstSample = firstSample;
        Rows = rows;
    }
}

namespace ScoreSde.Cli.Parts;

/// <summary>Rows that are done, in whatever order they come: how many there are from the first on without a gap.</summary>
/// <param name="rows">Those done before.</param>
internal sealed class DoneRows(long rows)
{
    private readonly Lock adding = new();
    private readonly Dictionary<long, long> apart = [];
    private long whole = rows;

    /// <summary>Rows from the first on without a gap.</summary>
    public long Whole
    {
        get
        {
            lock (adding)
            {
                return whole;
            }
        }
    }

    /// <summary>Takes note of consecutive rows.</summary>
    public void Add(long first, long count)
    {
        lock (adding)
        {
            apart.Add(first, count);
            while (apart.Remove(whole, out long next))
            {
                whole += next;
            }
        }
    }
}

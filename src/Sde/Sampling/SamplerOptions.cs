namespace ScoreSde.Sampling;

/// <summary>How a run is carried out. None of it changes a sample's bits.</summary>
public sealed record SamplerOptions
{
    /// <summary>Worker threads; 0 (the default) takes one for each processor.</summary>
    public int Threads { get; init; }

    /// <summary>Samples in a tile; 0 (the default) takes as many as keep a worker's states in its cache.</summary>
    public int TileRows { get; init; }

    /// <summary>Index of the first sample: a shard of a larger run starts where the one before it ended.</summary>
    public long FirstSample { get; init; }

    /// <summary>
    /// Told the fraction done, between 0 and 1: at most a hundred times a second, never less than before, and 1 at the end. Called from worker threads,
    /// one at a time.
    /// </summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Stops the run between two steps.</summary>
    public CancellationToken Cancellation { get; init; }
}

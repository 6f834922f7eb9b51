namespace ScoreSde.Cuda;

/// <summary>What a run on a GPU samples and how it is carried out.</summary>
public sealed record CudaSamplerOptions
{
    /// <summary>Index of the first sample: a shard of a larger run starts where the one before it ended.</summary>
    public long FirstSample { get; init; }

    /// <summary>The class of a sample by its index in the run, −1 for none; null for none at all.</summary>
    public Func<long, int>? LabelOf { get; init; }

    /// <summary>w of classifier-free guidance, w ε(x, c) + (1 − w) ε(x, no label); 1 for none. Another doubles the work.</summary>
    public double Guidance { get; init; } = 1;

    /// <summary>In what a perceptron's products are taken.</summary>
    public CudaPrecision Precision { get; init; }

    /// <summary>Samples of a launch; 0 (the default) takes as many as fill the device some dozens of times over and fit in its memory. No sample's numbers depend on it.</summary>
    public int BatchRows { get; init; }

    /// <summary>Told the fraction done, between 0 and 1, after each launch.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Stops the run between two launches.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Samples of a block, for measuring; null where the shape of a launch is chosen.</summary>
    internal int? BlockRows { get; init; }
}

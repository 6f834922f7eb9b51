namespace ScoreSde.Training;

/// <summary>How a training run is carried out. None of it changes a bit of the weights.</summary>
public sealed record TrainerOptions
{
    /// <summary>Threads, at most four for each processor; 0 (the default) takes one for each processor.</summary>
    public int Threads { get; init; }

    /// <summary>Stops when this many steps are done, counted from the very first; 0 (the default) runs to the last.</summary>
    public int Until { get; init; }

    /// <summary>Told after each step, on the thread that called.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Stops the run between two steps. The state stays whole: save it and go on later.</summary>
    public CancellationToken Cancellation { get; init; }
}

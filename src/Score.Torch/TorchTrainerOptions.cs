using ScoreSde.Training;
using static TorchSharp.torch;

namespace ScoreSde.Torch;

/// <summary>How a training run on tensors is carried out. Apart from rounding, and from mixed precision, none of it changes the weights.</summary>
public sealed record TorchTrainerOptions
{
    /// <summary>Where the run takes place; the CPU by default.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>Rows worked on at once; 0 (the default) takes all of a step. Fewer need less memory: gradients are added.</summary>
    public int RowsAtOnce { get; init; }

    /// <summary>Whether products and convolutions are done in bfloat16. Weights, sums and the optimiser stay float32.</summary>
    public bool MixedPrecision { get; init; }

    /// <summary>Where noise is made.</summary>
    public NoiseSource Noise { get; init; } = NoiseSource.Device;

    /// <summary>Stops when this many steps are done, counted from the very first; 0 (the default) runs to the last.</summary>
    public int Until { get; init; }

    /// <summary>Told after each step.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Stops the run between two steps. The state stays whole: save it and go on later, here or on the CPU.</summary>
    public CancellationToken Cancellation { get; init; }
}

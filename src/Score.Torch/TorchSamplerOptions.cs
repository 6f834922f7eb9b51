using ScoreSde.Torch.Kernels;
using static TorchSharp.torch;

namespace ScoreSde.Torch;

/// <summary>How a run on tensors is carried out. Apart from the rounding of the device's kernels none of it changes a sample.</summary>
public sealed record TorchSamplerOptions
{
    /// <summary>Where states live; the CPU by default.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>Where normals are made.</summary>
    public NoiseSource Noise { get; init; } = NoiseSource.Device;

    /// <summary>
    /// Whether sums of states and noise are made by kernels of our own: on the first card where the driver's compiler is found; elsewhere by libtorch's, whatever is asked for.
    /// Changes rounding alone.
    /// </summary>
    public bool OwnKernels { get; init; } = true;

    /// <summary>Samples in a batch; 0 (the default) begins with as many as usually fit, and halves until they do.</summary>
    public int BatchRows { get; init; }

    /// <summary>Index of the first sample: a shard of a larger run starts where the one before it ended.</summary>
    public long FirstSample { get; init; }

    /// <summary>The kernels in place of a card's, for tests.</summary>
    internal TensorKernels? Kernels { get; init; }

    /// <summary>Told the fraction done, between 0 and 1, after each step of each batch.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Told the new size of the batches when the device had no memory for the one before.</summary>
    public IProgress<int>? BatchHalved { get; init; }

    /// <summary>Stops the run between two steps.</summary>
    public CancellationToken Cancellation { get; init; }
}

using ScoreSde.Torch;
using static TorchSharp.torch;

namespace ScoreSde.Cli.Devices;

/// <summary>libtorch on the processor: what a GPU would do, without one.</summary>
internal sealed class TorchCpu : TorchDevice
{
    /// <inheritdoc/>
    public override string Name => "torch";

    /// <inheritdoc/>
    public override string Summary => LibTorch.WhyNot is { } reason
        ? $"libtorch does not load: {reason}"
        : $"libtorch on the CPU; threads: {get_num_threads()}";

    /// <inheritdoc/>
    protected override Device Device => CPU;
}

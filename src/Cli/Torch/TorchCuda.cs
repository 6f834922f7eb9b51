using ScoreSde.Cli.Arguments;
using ScoreSde.Torch;
using static TorchSharp.torch;

namespace ScoreSde.Cli.Devices;

/// <summary>libtorch on the first NVIDIA GPU.</summary>
internal sealed class TorchCuda : TorchDevice, IDevice
{
    /// <inheritdoc/>
    public override string Name => "cuda";

    /// <inheritdoc/>
    public string Engine => DeviceCatalog.Torch;

    /// <inheritdoc/>
    public override string Summary => Missing() ?? $"libtorch on the first of {cuda.device_count()} NVIDIA GPUs";

    /// <inheritdoc/>
    protected override Device Device => CUDA;

    /// <inheritdoc/>
    public override void Check(DeviceWords words, Faults faults)
    {
        base.Check(words, faults);
        if (LibTorch.WhyNot is null && Missing() is { } reason)
        {
            faults.Add($"--device cuda: {reason}.");
        }
    }

    // Null where there is a GPU; else why there is none.
    private static string? Missing()
    {
        if (LibTorch.WhyNot is { } reason)
        {
            return $"libtorch does not load: {reason}";
        }

        return cuda.is_available() ? null : "no NVIDIA GPU, or no driver for it, is here";
    }
}

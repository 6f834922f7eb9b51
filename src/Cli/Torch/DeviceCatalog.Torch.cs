using ScoreSde.Cli.Torch;

namespace ScoreSde.Cli.Devices;

/// <content>The devices of libtorch.</content>
internal static partial class DeviceCatalog
{
    static partial void AddTorch(List<IDevice> devices)
    {
        devices.Add(new TorchCpu());
        if (TorchBuild.HasCuda)
        {
            devices.Add(new TorchCuda());
        }
    }
}

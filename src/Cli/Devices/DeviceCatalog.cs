using ScoreSde.Cli.Arguments;

namespace ScoreSde.Cli.Devices;

/// <summary>
/// Words after <c>--device</c>. The seam to libtorch: the other half of this class, in the folder Torch, is compiled with
/// <c>-p:Torch=cpu</c> or <c>-p:Torch=cuda</c> alone.
/// </summary>
internal static partial class DeviceCatalog
{
    /// <summary>The device taken where <c>--device</c> is not given.</summary>
    public const string Default = "cpu";

    /// <summary>What each word needs that this build may not have.</summary>
    private static readonly (string Name, string Build)[] WithTorch = [("torch", "cpu"), ("cuda", "cuda")];

    /// <summary>All devices of this build, whether or not they can be used here.</summary>
    public static IReadOnlyList<IDevice> All()
    {
        List<IDevice> devices = [new Cpu()];
        AddTorch(devices);
        return devices;
    }

    /// <summary>The words that this build does not know, with the sentence on how to get them.</summary>
    public static IEnumerable<(string Name, string Sentence)> Missing() =>
        from entry in WithTorch
        where All().All(device => device.Name != entry.Name)
        select (entry.Name, $"not in this build; build with TorchSharp: dotnet run -c Release --project src/Cli -p:Torch={entry.Build} -- …");

    /// <summary>The device of that name, or null and a fault; a device that cannot be used is a fault too.</summary>
    public static IDevice? Find(string name, DeviceWords words, Faults faults)
    {
        if (All().FirstOrDefault(device => device.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            known.Check(words, faults);
            return known;
        }

        foreach ((string missing, string sentence) in Missing())
        {
            if (missing.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                faults.Add($"--device {missing} is {sentence}");
                return null;
            }
        }

        faults.Add($"There is no device '{name}'; there are cpu, torch and cuda. 'scoresde devices' shows what is here.");
        return null;
    }

    static partial void AddTorch(List<IDevice> devices);
}

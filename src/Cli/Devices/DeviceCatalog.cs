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

    /// <summary>The engine that needs libtorch.</summary>
    public const string Torch = "torch";

    /// <summary>The engine that is one kernel.</summary>
    public const string Fused = "fused";

    /// <summary>What each device of libtorch needs that this build may not have.</summary>
    private static readonly (string Name, string? Engine, string Build)[] WithTorch = [("torch", null, "cpu"), ("cuda", Torch, "cuda")];

    /// <summary>All devices of this build, whether or not they can be used here. Of two of one name the first is taken where <c>--engine</c> is not given.</summary>
    public static IReadOnlyList<IDevice> All()
    {
        List<IDevice> devices = [new Cpu()];
        AddTorch(devices);
        devices.Add(new FusedCuda());
        return devices;
    }

    /// <summary>The name in tables: with the engine, where there are several.</summary>
    public static string Title(string name, string? engine) => engine is null ? name : $"{name}, {engine}";

    /// <summary>The devices that are not in this build, with the sentence on how to get them.</summary>
    public static IEnumerable<(string Name, string? Engine, string Sentence)> Missing() =>
        from entry in WithTorch
        where All().All(device => (device.Name, device.Engine) != (entry.Name, entry.Engine))
        select (entry.Name, entry.Engine, $"not in this build; build with TorchSharp: dotnet run -c Release --project src/Cli -p:Torch={entry.Build} -- …");

    /// <summary>The device of that name, or null and a fault; a device that cannot be used is a fault too.</summary>
    /// <param name="name">The word.</param>
    /// <param name="words">How it is to work.</param>
    /// <param name="suits">Whether a device does what is wanted of it.</param>
    /// <param name="faults">Where faults are noted.</param>
    public static IDevice? Find(string name, DeviceWords words, Predicate<IDevice> suits, Faults faults)
    {
        IDevice[] named = [.. All().Where(device => device.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (words.Engine is not null && named.Length > 0 && Array.TrueForAll(named, static device => device.Engine is null))
        {
            faults.Add($"--engine is for --device cuda; it means nothing on --device {name}.");
        }
        else if (Array.Find(named, device => (words.Engine is null || device.Engine == words.Engine) && suits(device)) is { } known)
        {
            known.Check(words, faults);
            return known;
        }

        foreach ((string missing, string? engine, string sentence) in Missing())
        {
            if (missing.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                faults.Add($"--device {missing}{(engine is null || words.Engine is null ? "" : $" --engine {engine}")} is {sentence}");
                return null;
            }
        }

        if (named.Length == 0)
        {
            faults.Add($"There is no device '{name}'; there are cpu, torch and cuda. 'scoresde devices' shows what is here.");
        }

        return null;
    }

    static partial void AddTorch(List<IDevice> devices);
}

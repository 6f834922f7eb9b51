using ScoreSde.Describing;

namespace ScoreSde.Diffusers;

/// <summary>A folder in diffusers' layout whose network was exported as ONNX: <c>unet/model.onnx</c> with <c>scheduler/scheduler_config.json</c>, or both in one folder.</summary>
public static class DiffusersFolder
{
    private const string Network = "model.onnx";
    private const string Scheduler = "scheduler_config.json";
    private static readonly string[] Places = ["unet", "transformer", ""];

    /// <summary>Whether a folder has such a network and the settings of its scheduler.</summary>
    public static bool IsOne(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Directory.Exists(folder) && NetworkOf(folder) is not null && SchedulerOf(folder) is not null;
    }

    /// <summary>The network's file.</summary>
    public static string? NetworkOf(string folder) => Places.Select(place => Path.Combine(folder, place, Network)).FirstOrDefault(File.Exists);

    /// <summary>The conventions: those of a model.json beside the network where there is one, else as the scheduler and config.json say.</summary>
    /// <exception cref="NetworkFileException">A key is not supported, contradicts another, or a file is damaged.</exception>
    public static NetworkDescription Describe(string folder)
    {
        string network = NetworkOf(folder) ?? throw new NetworkFileException(folder, $"holds no unet/{Network}, transformer/{Network} or {Network}.");
        string own = DescriptionFile.Beside(network);
        if (File.Exists(own))
        {
            return DescriptionFile.Read(own);
        }

        string scheduler = SchedulerOf(folder) ?? throw new NetworkFileException(folder, $"holds no scheduler/{Scheduler} and no {Scheduler}.");
        NetworkDescription description = JsonFile.Read(scheduler, default, root => SchedulerConfig.Read(new JsonWords(root, scheduler, "")));
        string shape = Path.Combine(Path.GetDirectoryName(network)!, "config.json");
        return File.Exists(shape) ? JsonFile.Read(shape, default, root => NetworkConfig.Add(description, new JsonWords(root, shape, ""), Directory.Exists(Path.Combine(folder, "vae")))) : description;
    }

    private static string? SchedulerOf(string folder) =>
        new[] { Path.Combine(folder, "scheduler", Scheduler), Path.Combine(folder, Scheduler) }.FirstOrDefault(File.Exists);
}

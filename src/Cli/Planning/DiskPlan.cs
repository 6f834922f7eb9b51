using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Output;

namespace ScoreSde.Cli.Planning;

/// <summary>What a run will write to a disk, worked out before it begins: what does not fit is refused with numbers, not after hours.</summary>
internal static class DiskPlan
{
    /// <summary>Compares a file's length with what its disk has left.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="remedy">What to do otherwise.</param>
    /// <param name="terminal">Knows the disks.</param>
    /// <exception cref="UsageException">It does not fit.</exception>
    public static void Check(string path, double bytes, string remedy, Terminal terminal)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        while (folder is not null && !Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder);
        }

        long free = terminal.DiskBytes(folder ?? path);
        if (bytes > free)
        {
            throw new UsageException([$"{path} becomes {MemoryPlan.Size(bytes)} long, and its disk has {MemoryPlan.Size(free)} left: {remedy}."]);
        }
    }
}

using ScoreSde.Data;

namespace ScoreSde.Cli.Arguments;

/// <summary>Finds out before the work begins whether its result could be written.</summary>
internal static class OutputPath
{
    /// <summary>Notes a fault where no file can be made under that name; leaves nothing behind.</summary>
    public static void Check(string? path, Faults faults)
    {
        if (path is null)
        {
            return;
        }

        // A finished file is renamed over what has its name; a device would be replaced by it.
        if (Path.GetFullPath(path) is var full && full.StartsWith("/dev/", StringComparison.Ordinal) && !full.StartsWith("/dev/shm/", StringComparison.Ordinal))
        {
            faults.Add($"{path}: cannot be written: it is a device.");
            return;
        }

        try
        {
            new PendingFile(path).Dispose();
        }
        catch (DataFileException fault)
        {
            faults.Add(fault.Message);
        }
    }

    /// <summary>Notes a fault where two results would go to one file.</summary>
    public static void CheckDistinct(Faults faults, params IEnumerable<(string Option, string? Path)> outputs)
    {
        foreach (IGrouping<string, (string Option, string? Path)> same in outputs
            .Where(output => !string.IsNullOrWhiteSpace(output.Path))
            .GroupBy(output => Path.GetFullPath(output.Path!), StringComparer.Ordinal)
            .Where(same => same.Count() > 1))
        {
            faults.Add($"{string.Join(" and ", same.Select(output => output.Option))} name the same file.");
        }
    }
}

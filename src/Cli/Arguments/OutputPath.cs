using ScoreSde.Cli.Output;
using ScoreSde.Data;

namespace ScoreSde.Cli.Arguments;

/// <summary>Finds out before the work begins whether its result could be written.</summary>
internal static class OutputPath
{
    /// <summary>Notes a fault where no file can be made under that name; leaves nothing behind.</summary>
    public static void Check(string? path, Faults faults)
    {
        if (path is null || ResultFile.IsStream(path))
        {
            return;
        }

        try
        {
            // What is no plain file would be replaced by one.
            if (Path.GetFullPath(path) is var full && full.StartsWith("/dev/", StringComparison.Ordinal) && !full.StartsWith("/dev/shm/", StringComparison.Ordinal))
            {
                faults.Add($"{path}: cannot be written: it is a device.");
                return;
            }

            new PendingFile(path).Dispose();
        }
        catch (DataFileException fault)
        {
            faults.Add(fault.Message);
        }
        catch (FileNotFoundException)
        {
            faults.Add($"{path}: cannot be written: the working folder was removed.");
        }
    }

    /// <summary>Notes a fault where two results would go to one file, by whatever names.</summary>
    public static void CheckDistinct(Faults faults, params IEnumerable<(string Option, string? Path)> outputs)
    {
        (string Option, string? Path)[] given = [.. outputs.Where(static output => !string.IsNullOrWhiteSpace(output.Path) && !ResultFile.IsStream(output.Path))];
        for (int i = 0; i < given.Length; i++)
        {
            string[] same = [.. given.Skip(i + 1).Where(other => AreSame(given[i].Path!, other.Path!)).Select(static other => other.Option)];
            if (same.Length > 0)
            {
                faults.Add($"{string.Join(" and ", same.Prepend(given[i].Option))} name the same file.");
            }
        }
    }

    /// <summary>Notes a fault where a result would replace what the same run reads, by whatever names.</summary>
    public static void CheckNotRead(Faults faults, (string Option, string? Path) output, params IEnumerable<(string Option, string? Path)> inputs)
    {
        if (string.IsNullOrWhiteSpace(output.Path) || ResultFile.IsStream(output.Path) || !Path.Exists(output.Path))
        {
            return;
        }

        foreach ((string option, string? path) in inputs)
        {
            if (!string.IsNullOrWhiteSpace(path) && Path.Exists(path) && Replaces(output.Path, path))
            {
                faults.Add($"{output.Option} would replace what {option} reads: {path}.");
            }
        }
    }

    // The file itself; a file of a folder that is read; a file that lies where a folder of arrays and pictures is to be written.
    private static bool Replaces(string output, string input)
    {
        try
        {
            return AreSame(output, input)
                || (Directory.Exists(input) && Directory.EnumerateFiles(input).Any(file => AreSame(output, file)))
                || (Directory.Exists(output) && Path.GetExtension(input) is ".npy" or ".png" && Directory.EnumerateFiles(output).Any(file => AreSame(file, input)));
        }
        catch (Exception bad) when (bad is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool AreSame(string first, string second)
    {
        try
        {
            return FileIdentity.AreSame(first, second);
        }
        catch (Exception bad) when (bad is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The check of the file itself tells what is wrong with it.
            return false;
        }
    }
}

namespace ScoreSde.Data;

/// <summary>Which file a name stands for, whatever the name: through links, and by any of the names of one file.</summary>
public static class FileIdentity
{
    /// <summary>Whether two names stand for one file or folder. A name that stands for nothing yet is compared as a path.</summary>
    public static bool AreSame(string first, string second)
    {
        if (NativeMethods.Identity(first) is { } one && NativeMethods.Identity(second) is { } other)
        {
            return one.Device == other.Device && one.Index == other.Index;
        }

        StringComparison letters = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return string.Equals(Resolved(first), Resolved(second), letters);
    }

    /// <summary>Whether the name stands for something that is no plain file, as a device or a pipe is; false where the system does not say.</summary>
    public static bool IsSpecial(string path) => NativeMethods.Identity(path) is { IsPlain: false } && !Directory.Exists(path);

    /// <summary>The full name of what a path stands for, links of the file and of its folder followed; a file need not be there.</summary>
    /// <exception cref="IOException">The links lead round in a circle.</exception>
    public static string Resolved(string path)
    {
        string full = Path.GetFullPath(path);
        if (new FileInfo(full).LinkTarget is not null)
        {
            try
            {
                full = File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
            }
            catch (IOException round) when (round.HResult == WriteFault.Unnamed)
            {
                // The framework follows links itself, and what it says of a circle has no number of the system's.
                throw new IOException(round.Message, WriteFault.Circle);
            }
        }

        return Path.GetDirectoryName(full) is { } folder && new DirectoryInfo(folder).LinkTarget is not null
            ? Path.Combine(Directory.ResolveLinkTarget(folder, returnFinalTarget: true)!.FullName, Path.GetFileName(full))
            : full;
    }
}

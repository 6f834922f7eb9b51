using ScoreSde.Data;

namespace ScoreSde.Describing;

/// <summary>What a network's file and its description may name: files in its own folder or below, wherever links lead, so that a file from a stranger opens nothing else.</summary>
public static class OwnFolder
{
    private const int MostLinks = 40;

    /// <summary>The path of a file that another names.</summary>
    /// <param name="file">The file that names it.</param>
    /// <param name="location">The name, from the folder of <paramref name="file"/> on.</param>
    /// <param name="role">What it is named as, the beginning of the sentence: <c>keeps weights in</c>.</param>
    /// <param name="wayOut">The end of the sentence; empty for none.</param>
    /// <exception cref="NetworkFileException">It lies elsewhere. Whether it is there at all is not asked.</exception>
    public static string PathOf(string file, string location, string role, string wayOut = "")
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(location);
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        return !Path.IsPathRooted(location) && Real("", folder) is { } home && Real(home, location) is { } place && place.StartsWith(WithEnd(home), StringComparison.Ordinal)
            ? Path.Combine(folder, location)
            : throw new NetworkFileException(file, $"{role} '{Excerpt.Of(location)}', outside its own folder; nothing is read from there{wayOut}.");
    }

    private static string WithEnd(string folder) => Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar;

    // As the system walks it, name by name: ".." after a link leaves the folder that the link led to. Null where links go round.
    private static string? Real(string from, string path)
    {
        int links = 0;
        string at = from;
        var names = new Stack<string>();
        Push(path);
        while (names.TryPop(out string? name))
        {
            if (name == "..")
            {
                at = Path.GetDirectoryName(at) ?? at;
                continue;
            }

            string next = Path.Combine(at, name);
            FileSystemInfo entry = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            if (entry.LinkTarget is not { } target)
            {
                at = next;
            }
            else if (++links > MostLinks)
            {
                return null;
            }
            else
            {
                Push(target);
            }
        }

        return at;

        void Push(string way)
        {
            string root = Path.GetPathRoot(way) ?? "";
            at = root.Length > 0 ? root : at;
            foreach (string name in way[root.Length..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Where(static name => name != ".").Reverse())
            {
                names.Push(name);
            }
        }
    }
}

namespace ScoreSde.Mutation.Planted;

/// <summary>
/// Slips by hand, as text: a line with a source file, one that begins with − and a space and has the piece, one that begins with + and has what stands there
/// instead. Empty lines and lines that begin with # are passed over; a file holds for all pieces up to the next.
/// </summary>
internal static class PlantedFile
{
    /// <summary>The slips in one project.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="project">The project's folder; slips elsewhere are left out.</param>
    /// <param name="path">The text.</param>
    /// <exception cref="FormatException">A piece does not stand in its file exactly once, so that the list is out of date.</exception>
    public static IReadOnlyList<Mutant> Read(string root, string project, string path) =>
    [
        .. Lines(path)
            .Select(line => Find(root, line) ?? throw new FormatException(OutOfDate(line)))
            .Where(mutant => mutant.File.StartsWith(project.TrimEnd('/') + "/", StringComparison.Ordinal)),
    ];

    /// <summary>A sentence for each slip whose piece does not stand in its file exactly once.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="path">The text.</param>
    public static IEnumerable<string> Faults(string root, string path) => Lines(path).Where(line => Find(root, line) is null).Select(OutOfDate);

    private static IEnumerable<(string File, string Before, string After)> Lines(string path)
    {
        string file = string.Empty;
        string before = string.Empty;
        foreach (string line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            switch (line[..2])
            {
                case "- ":
                    before = line[2..];
                    break;
                case "+ ":
                    yield return (file, before, line[2..]);
                    break;
                default:
                    file = line.Trim();
                    break;
            }
        }
    }

    private static string OutOfDate((string File, string Before, string After) line) => $"{line.File} does not have this once: {line.Before}";

    private static Mutant? Find(string root, (string File, string Before, string After) line)
    {
        string path = Path.Combine(root, line.File);
        string text = File.Exists(path) ? File.ReadAllText(path) : string.Empty;
        int start = text.IndexOf(line.Before, StringComparison.Ordinal);
        return start >= 0 && text.IndexOf(line.Before, start + 1, StringComparison.Ordinal) < 0
            ? new(line.File, text.AsSpan(0, start).Count('\n') + 1, "planted", start, line.Before, line.After)
            : null;
    }
}

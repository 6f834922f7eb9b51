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
    public static IReadOnlyList<Mutant> Read(string root, string project, string path)
    {
        var mutants = new List<Mutant>();
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
                    mutants.Add(Find(root, file, before, line[2..]));
                    break;
                default:
                    file = line.Trim();
                    break;
            }
        }

        return [.. mutants.Where(mutant => mutant.File.StartsWith(project.TrimEnd('/') + "/", StringComparison.Ordinal))];
    }

    private static Mutant Find(string root, string file, string before, string after)
    {
        string text = File.ReadAllText(Path.Combine(root, file));
        int start = text.IndexOf(before, StringComparison.Ordinal);
        return start >= 0 && text.IndexOf(before, start + 1, StringComparison.Ordinal) < 0
            ? new(file, text.AsSpan(0, start).Count('\n') + 1, "planted", start, before, after)
            : throw new FormatException($"{file} does not have this once: {before}");
    }
}

namespace ScoreSde.Documents;

/// <summary>The documents of the repository, and the program that makes their figures.</summary>
internal static class Documentation
{
    /// <summary>The README and the pages of docs/, as paths from the root.</summary>
    public static IEnumerable<string> Pages(string root) =>
        Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path))
            .Order(StringComparer.Ordinal)
            .Prepend("README.md");

    /// <summary>The program, as it was built beside this one.</summary>
    public static string Cli(string root)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(root, "src", "Cli", "bin", configuration, "net10.0", "scoresde.dll");
    }
}

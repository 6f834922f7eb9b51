namespace ScoreSde.Documents;

/// <summary>Where things lie in the repository.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ScoreSde.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("There is no ScoreSde.sln above this program.");
    }

    /// <summary>The README and the pages of docs/, as paths from the root.</summary>
    public static IEnumerable<string> Documents(string root) =>
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

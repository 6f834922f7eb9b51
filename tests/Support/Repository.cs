namespace ScoreSde.Tests.Support;

/// <summary>Files of the repository that tests and their tools are built from.</summary>
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

    /// <summary>The text of a file, with line feeds.</summary>
    public static string Read(string path) => File.ReadAllText(PathTo(path)).ReplaceLineEndings("\n");

    /// <summary>The lines of a file.</summary>
    public static string[] Lines(string path) => File.ReadAllLines(PathTo(path));

    /// <summary>Where a file lies.</summary>
    public static string PathTo(string path) => Path.Combine(Root(), path);
}

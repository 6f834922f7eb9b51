namespace ScoreSde.Tests.Support;

/// <summary>Files of the repository that the tests are built from.</summary>
internal static class Repository
{
    /// <summary>The text of a file, with line feeds.</summary>
    public static string Read(string path) => File.ReadAllText(PathTo(path)).ReplaceLineEndings("\n");

    /// <summary>Where a file lies.</summary>
    public static string PathTo(string path)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ScoreSde.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, path);
    }
}

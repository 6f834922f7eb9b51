namespace ScoreSde.Data.Own;

/// <summary>The name of data that is a folder.</summary>
internal static class FolderName
{
    /// <summary>The last part of its path, or <c>data</c>.</summary>
    public static string Of(string folder) =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))) is { Length: > 0 } name ? name : "data";
}

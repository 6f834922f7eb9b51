namespace ScoreSde.Tests.Support;

/// <summary>An empty folder of a test's own, deleted at its end.</summary>
internal sealed class Folder : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("scoresde-");

    /// <summary>The names of the files in it.</summary>
    public string[] Files => [.. directory.EnumerateFileSystemInfos().Select(entry => entry.Name).Order()];

    /// <summary>A path in it.</summary>
    public string this[string name] => Path.Combine(directory.FullName, name);

    /// <inheritdoc/>
    public void Dispose() => directory.Delete(recursive: true);
}

namespace ScoreSde.Tests.Support;

/// <summary>An empty folder of a test's own, deleted at its end.</summary>
internal sealed class Folder : IDisposable
{
    private const string Common = "/tmp";

    private readonly DirectoryInfo directory;

    public Folder() => directory = Directory.CreateTempSubdirectory("scoresde-");

    private Folder(DirectoryInfo directory) => this.directory = directory;

    /// <summary>The names of the files in it.</summary>
    public string[] Files => [.. directory.EnumerateFileSystemInfos().Select(entry => entry.Name).Order()];

    /// <summary>A path in it.</summary>
    public string this[string name] => Path.Combine(directory.FullName, name);

    /// <summary>One whose name is as long on every machine, wherever its temporary files are: long names are cut where they are told, and titles are broken.</summary>
    public static Folder OfKnownLength() => Directory.Exists(Common)
        ? new Folder(Directory.CreateDirectory($"{Common}/scoresde-{Guid.NewGuid().ToString("N")[..6]}"))
        : new Folder();

    /// <inheritdoc/>
    public void Dispose() => directory.Delete(recursive: true);
}

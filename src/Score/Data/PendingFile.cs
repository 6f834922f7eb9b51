namespace ScoreSde.Data;

/// <summary>
/// A file that appears under its name only when it is complete: bytes go to a temporary file in the same folder, which
/// <see cref="Commit"/> flushes and renames, and which <see cref="Dispose"/> deletes if that never came.
/// </summary>
public sealed class PendingFile : IDisposable
{
    private readonly string path;
    private readonly string temporary;
    private readonly FileStream stream;
    private bool committed;

    /// <summary>Opens the temporary file beside <paramref name="path"/>.</summary>
    /// <exception cref="DataFileException">The folder is missing or cannot be written, or the path is a folder.</exception>
    public PendingFile(string path)
    {
        this.path = path;
        temporary = $"{path}.{Environment.ProcessId:x}.tmp";
        try
        {
            if (Directory.Exists(path))
            {
                throw new DataFileException(path, "cannot be written: it is a folder.");
            }

            stream = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DataFileException(path, $"cannot be written: {Reason(cause)}", cause);
        }
    }

    /// <summary>Where to write.</summary>
    public Stream Stream => stream;

    /// <summary>Writes a whole file, or none.</summary>
    /// <exception cref="DataFileException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> content)
    {
        using var file = new PendingFile(path);
        try
        {
            content(file.Stream);
        }
        catch (IOException cause)
        {
            throw new DataFileException(path, $"cannot be written: {Reason(cause)}", cause);
        }

        file.Commit();
    }

    /// <summary>Gives the complete file its name, in place of any file that had it.</summary>
    /// <exception cref="DataFileException">The disk is full or the name cannot be taken.</exception>
    public void Commit()
    {
        try
        {
            stream.Flush(flushToDisk: true);
            stream.Dispose();
            File.Move(temporary, path, overwrite: true);
            committed = true;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(path, $"cannot be written: {Reason(cause)}", cause);
        }
    }

    /// <summary>Deletes what was not committed.</summary>
    public void Dispose()
    {
        if (committed)
        {
            return;
        }

        try
        {
            stream.Dispose();
        }
        catch (IOException)
        {
            // The flush of a file that is thrown away may fail, as on a full disk.
        }

        File.Delete(temporary);
    }

    // The framework's messages name the temporary file, which the user never asked for.
    private static string Reason(Exception cause) => cause switch
    {
        DirectoryNotFoundException => "its folder does not exist.",
        UnauthorizedAccessException => "access is denied.",
        PathTooLongException => "the path is too long.",
        _ => "the disk or its file system refused.",
    };
}

namespace ScoreSde.Data.Files;

/// <summary>
/// Opens what a user named as input. A plain file is read in place; a pipe is read wholly, up to a limit, since readers ask for lengths
/// and go back; a device is refused.
/// </summary>
public static class InputFile
{
    /// <summary>The most bytes that are taken from a pipe unless a reader says less: 1 GiB.</summary>
    public const long MostPiped = 1L << 30;

    private const int ChunkBytes = 1 << 16;

    /// <summary>A stream with a length, at its first byte.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostPiped">The most bytes taken from a pipe.</param>
    /// <exception cref="DataFileException">The file is missing, a folder or a device, cannot be read, or is a pipe that gives more than the limit.</exception>
    public static Stream Open(string path, long mostPiped = MostPiped) => FileFault.Named(path, () =>
    {
        FileStream stream = File.OpenRead(path);
        if (stream.CanSeek && stream.Length > 0)
        {
            return (Stream)stream;
        }

        using (stream)
        {
            return stream.CanSeek ? Empty(stream) : Collected(stream, mostPiped);
        }
    });

    /// <summary>
    /// Whether a plain file is there. Asks the file system alone: nothing is opened, so a pipe cannot hang it. Empty files, devices and pipes
    /// have no length and do not count.
    /// </summary>
    public static bool IsPlain(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length > 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    // A device such as /dev/zero can be sought, has no length, and never ends.
    private static MemoryStream Empty(FileStream stream) => stream.ReadByte() < 0
        ? new MemoryStream([], writable: false)
        : throw new DamagedFileException("it is a device, not a file.");

    private static MemoryStream Collected(FileStream stream, long most)
    {
        var content = new MemoryStream();
        var buffer = new byte[ChunkBytes];
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            if (content.Length + read > most)
            {
                throw new DamagedFileException($"it is a pipe that gives more than {most} bytes; save them as a file first.");
            }

            content.Write(buffer.AsSpan(0, read));
        }

        content.Position = 0;
        return content;
    }
}

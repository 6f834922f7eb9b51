namespace ScoreSde.Checkpoints;

/// <summary>A file appears whole or not at all: it is written under a temporary name in its folder and then renamed.</summary>
internal static class TemporaryFile
{
    /// <summary>Lets <paramref name="write"/> fill a temporary file, flushes it to the disk and renames it to <paramref name="path"/>.</summary>
    public static void Replace(string path, Action<Stream> write)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}

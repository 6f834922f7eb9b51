namespace ScoreSde.Data.Files;

/// <summary>Turns what reading a file can throw into one sentence that begins with its name.</summary>
internal static class FileFault
{
    /// <summary>Runs a reader.</summary>
    /// <exception cref="DataFileException">The file is missing, damaged or cannot be read.</exception>
    public static T Named<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (EndOfStreamException cause)
        {
            throw new DataFileException(path, "the file is truncated.", cause);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataFileException(path, "there is no such file.", cause);
        }
        catch (DamagedFileException cause)
        {
            throw new DataFileException(path, cause.Message, cause);
        }
        catch (Exception cause) when (cause is InvalidDataException or IOException or UnauthorizedAccessException or (NotSupportedException and not PlatformNotSupportedException))
        {
            // The framework's own, of a damaged gzip or zip file too, name no place.
            throw new DataFileException(path, Directory.Exists(path) ? "it is a folder." : "the file cannot be read or unpacked.", cause);
        }
    }
}

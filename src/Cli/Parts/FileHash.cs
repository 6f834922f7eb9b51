using System.Security.Cryptography;
using System.Text;
using ScoreSde.Data;
using ScoreSde.Data.Files;

namespace ScoreSde.Cli.Parts;

/// <summary>SHA-256 of a file's bytes, in hexadecimal.</summary>
internal static class FileHash
{
    private const int ChunkBytes = 1 << 18;

    /// <summary>Reads bytes at a place.</summary>
    public delegate int Reading(Span<byte> target, long place);

    /// <summary>That of a file.</summary>
    /// <exception cref="DataFileException">It cannot be read.</exception>
    public static string Of(string path) => Named(path, () =>
    {
        using Stream stream = File.OpenRead(path);
        return Of((target, _) => stream.Read(target), long.MaxValue);
    });

    /// <summary>That of a file, or of the names and contents of a folder's files.</summary>
    /// <exception cref="DataFileException">It cannot be read.</exception>
    public static string OfInput(string path)
    {
        if (!Directory.Exists(path))
        {
            // What comes through a pipe is read once, and not by this.
            return InputFile.IsPlain(path) ? Of(path) : "";
        }

        string[] files = Named(path, () => Directory.GetFiles(path, "*", SearchOption.AllDirectories));
        string all = string.Concat(files.Order(StringComparer.Ordinal).Select(file => $"{Path.GetRelativePath(path, file)}\0{Of(file)}\0"));
        using IncrementalHash hash = Sha256.Begin();
        hash.AppendData(Encoding.UTF8.GetBytes(all));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>That of as many bytes as are read.</summary>
    public static string Of(Reading read, long bytes)
    {
        using IncrementalHash hash = Sha256.Begin();
        var chunk = new byte[ChunkBytes];
        int count = 0;
        for (long place = 0; place < bytes; place += count)
        {
            count = read(chunk.AsSpan(0, (int)Math.Min(ChunkBytes, bytes - place)), place);
            if (count == 0)
            {
                break;
            }

            hash.AppendData(chunk.AsSpan(0, count));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static TResult Named<TResult>(string path, Func<TResult> read)
    {
        try
        {
            return read();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(path, "it cannot be read.", cause);
        }
    }
}

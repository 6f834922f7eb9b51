using System.Security.Cryptography;
using System.Text;
using ScoreSde.Data;
using ScoreSde.Data.Files;

namespace ScoreSde.Cli.Parts;

/// <summary>SHA-256, in hexadecimal, of the files that a run reads: by it a model or data is the same or another.</summary>
internal static class FileHash
{
    /// <summary>That of a file.</summary>
    /// <exception cref="DataFileException">It cannot be read.</exception>
    public static string Of(string path) => Named(path, () =>
    {
        using Stream stream = File.OpenRead(path);
        using IncrementalHash hash = Sha256.Begin();
        var chunk = new byte[Checksum.ChunkBytes];
        while (stream.Read(chunk) is var count and > 0)
        {
            hash.AppendData(chunk.AsSpan(0, count));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
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

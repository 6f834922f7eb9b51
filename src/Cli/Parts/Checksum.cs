using System.IO.Hashing;
using ScoreSde.Data;

namespace ScoreSde.Cli.Parts;

/// <summary>
/// XXH128 of the bytes of an array's file, in hexadecimal as <c>xxhsum -H2</c> prints it: it finds what a disk or a copy has damaged, at the speed of memory. It is no guard against somebody who changes
/// a part on purpose, who would change the record beside it too.
/// </summary>
internal static class Checksum
{
    /// <summary>Bytes that are read at once: few enough to be in the cache still when they are hashed and written.</summary>
    public const int ChunkBytes = 1 << 18;

    /// <summary>Reads bytes at a place.</summary>
    public delegate int Reading(Span<byte> target, long place);

    /// <summary>That of a file.</summary>
    /// <exception cref="DataFileException">It cannot be read.</exception>
    public static string Of(string path)
    {
        try
        {
            using var source = File.OpenHandle(path, options: FileOptions.SequentialScan);
            return Of((target, place) => RandomAccess.Read(source, target, place), long.MaxValue);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(path, "it cannot be read.", cause);
        }
    }

    /// <summary>That of so many bytes from the first on, or of fewer where the file ends before.</summary>
    public static string Of(Reading read, long bytes)
    {
        var hash = new XxHash128();
        var chunk = new byte[ChunkBytes];
        int count;
        for (long place = 0; place < bytes && (count = read(chunk.AsSpan(0, (int)Math.Min(ChunkBytes, bytes - place)), place)) > 0; place += count)
        {
            hash.Append(chunk.AsSpan(0, count));
        }

        return Of(hash);
    }

    /// <summary>That of what a hash has been given.</summary>
    public static string Of(XxHash128 hash) => Convert.ToHexStringLower(hash.GetCurrentHash());
}

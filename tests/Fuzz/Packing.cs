using System.Buffers.Binary;
using System.IO.Compression;

namespace ScoreSde.Fuzz;

/// <summary>
/// How damaged content becomes a file. Damage to a packed file is mostly found by its check sums and never reaches what is behind them, so the content is damaged
/// and packed again as a writer of such files would.
/// </summary>
/// <param name="Of">The file of a content.</param>
internal sealed record Packing(Func<byte[], byte[]> Of)
{
    private const int SignatureBytes = 8;
    private const int ChunkFrameBytes = 12;

    /// <summary>The content is the file.</summary>
    public static Packing None { get; } = new(static bytes => bytes);

    /// <summary>RFC 1952.</summary>
    public static Packing Gzip { get; } = new(static bytes => Packed(bytes, static target => new GZipStream(target, CompressionLevel.Fastest)));

    /// <summary>A .npz file with the content as its only array x.</summary>
    public static Packing Zip { get; } = new(static bytes =>
    {
        using var target = new MemoryStream();
        using (var archive = new ZipArchive(target, ZipArchiveMode.Create))
        {
            using Stream entry = archive.CreateEntry("x.npy", bytes.Length % 2 == 0 ? CompressionLevel.Fastest : CompressionLevel.NoCompression).Open();
            entry.Write(bytes);
        }

        return target.ToArray();
    });

    /// <summary>A header of safetensors with its length before it: what follows the first line is data.</summary>
    public static Packing Lengthened { get; } = new(static bytes =>
    {
        int end = Array.IndexOf(bytes, (byte)'\n');
        int length = end < 0 ? bytes.Length : end;
        byte[] count = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(count, length);
        return [.. count, .. bytes.AsSpan(0, length), .. bytes.AsSpan(Math.Min(bytes.Length, length + 1))];
    });

    /// <summary>PNG chunks whose check sums are made right.</summary>
    public static Packing Png { get; } = new(static bytes =>
    {
        byte[] file = [.. bytes];
        for (int at = SignatureBytes; at + ChunkFrameBytes <= file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (length < 0 || length > file.Length - at - ChunkFrameBytes)
            {
                break;
            }

            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + length), CheckSum(file.AsSpan(at + 4, 4 + length)));
            at += ChunkFrameBytes + length;
        }

        return file;
    });

    /// <summary>What <see cref="Lengthened"/> packs, from a whole file.</summary>
    public static byte[] Unlengthened(byte[] file)
    {
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        return [.. file.AsSpan(8, length), (byte)'\n', .. file.AsSpan(8 + length)];
    }

    // ISO 3309, bit by bit.
    private static uint CheckSum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes)
        {
            sum ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                sum = (sum >> 1) ^ (0xEDB88320 & (0 - (sum & 1)));
            }
        }

        return ~sum;
    }

    private static byte[] Packed(byte[] bytes, Func<Stream, Stream> packer)
    {
        using var target = new MemoryStream();
        using (Stream stream = packer(target))
        {
            stream.Write(bytes);
        }

        return target.ToArray();
    }
}

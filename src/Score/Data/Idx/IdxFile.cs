using System.Buffers.Binary;
using System.IO.Compression;
using ScoreSde.Data.Files;

namespace ScoreSde.Data.Idx;

/// <summary>
/// Reads IDX files of bytes, plain or gzipped: 0, 0, 8, the number of axes, each axis' length as a big-endian 32-bit number, then the
/// data. Y. LeCun, C. Cortes, C. Burges, The MNIST database, 1998.
/// </summary>
internal static class IdxFile
{
    private const int ChunkBytes = 1 << 20;
    private const long LargestData = 1L << 31;

    /// <summary>Reads the axes' lengths and the bytes.</summary>
    /// <exception cref="DataFileException">The file is missing, damaged, unpacks to more than its budget, or is of another type or number of axes.</exception>
    public static (int[] Shape, byte[] Data) Load(string path, int axes) => FileFault.Named(path, () =>
    {
        using Stream file = InputFile.Open(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new UnpackingStream(new GZipStream(file, CompressionMode.Decompress), file.Length)
            : file;
        return Read(stream, axes);
    });

    private static (int[] Shape, byte[] Data) Read(Stream stream, int axes)
    {
        Span<byte> head = stackalloc byte[4 + (4 * axes)];
        stream.ReadExactly(head[..4]);
        if (head[0] != 0 || head[1] != 0 || head[2] != 8 || head[3] != axes)
        {
            throw new DamagedFileException($"this is not an IDX file of bytes with {axes} axes (its first bytes are wrong).");
        }

        stream.ReadExactly(head[4..]);
        var shape = new int[axes];
        long size = 1;
        for (int i = 0; i < axes; i++)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(head[(4 + (4 * i))..]);
            size = length <= int.MaxValue ? size * length : LargestData;
            if (length == 0 || size >= LargestData)
            {
                throw new DamagedFileException("the axes in its head are empty or too long.");
            }

            shape[i] = (int)length;
        }

        // What the head promises is allocated only as fast as data turns up.
        using var data = new MemoryStream();
        var buffer = new byte[(int)Math.Min(ChunkBytes, size)];
        while (data.Length < size)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, size - data.Length));
            stream.ReadExactly(part);
            data.Write(part);
        }

        return stream.ReadByte() < 0 ? (shape, data.ToArray()) : throw new DamagedFileException("bytes follow the data that its head promises.");
    }
}

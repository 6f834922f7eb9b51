using System.Buffers.Binary;
using System.IO.Compression;
using ScoreSde.Data;
using ScoreSde.Data.Png;

namespace ScoreSde.Images;

/// <summary>
/// Writes PNG files, 8 bits a channel, grey or RGB, without time stamps or other chunks: the same picture gives the same bytes.
/// W3C, Portable Network Graphics, third edition.
/// </summary>
public static class PngFile
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes the file under a temporary name and renames it.</summary>
    /// <exception cref="DataFileException">The file cannot be written.</exception>
    public static void Save(string path, Picture picture) => PendingFile.Write(path, stream => Write(stream, picture));

    /// <summary>Writes a picture to a stream.</summary>
    public static void Write(Stream stream, Picture picture)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(picture);
        Begin(stream, picture);
        WriteChunk(stream, "IDAT"u8, Packed(picture));
        WriteChunk(stream, "IEND"u8, []);
    }

    /// <summary>Writes what stands before the pixels.</summary>
    internal static void Begin(Stream stream, Picture picture)
    {
        stream.Write(Signature);
        Span<byte> head = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(head[4..], picture.Height);
        head[8] = 8;
        head[9] = (byte)(picture.Channels == 1 ? 0 : 2);
        head[10..].Clear();
        WriteChunk(stream, "IHDR"u8, head);
    }

    /// <summary>The pixels as they stand in a chunk.</summary>
    internal static byte[] Packed(Picture picture)
    {
        using var target = new MemoryStream();
        using (var zlib = new ZLibStream(target, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (int y = 0; y < picture.Height; y++)
            {
                // Each row begins with its filter: 0, none.
                zlib.WriteByte(0);
                zlib.Write(picture.Row(y));
            }
        }

        return target.ToArray();
    }

    /// <summary>Writes a chunk with its length and check sum.</summary>
    internal static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(type, data));
        stream.Write(number);
    }
}

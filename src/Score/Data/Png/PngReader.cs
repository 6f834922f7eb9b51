using System.Buffers.Binary;
using System.IO.Compression;
using ScoreSde.Data.Files;

namespace ScoreSde.Data.Png;

/// <summary>
/// Reads PNG pictures of every kind of pixels but interlaced ones. Palettes become RGB, grey of fewer than 8 bits is stretched to 0..255, an
/// opacity that is full everywhere is dropped. W3C, Portable Network Graphics, third edition.
/// </summary>
internal static class PngReader
{
    private const int MostChunks = 1 << 20;
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="DamagedFileException">It is no PNG file, damaged, or of a kind that is not read.</exception>
    public static PngPixels Read(byte[] file)
    {
        if (!file.AsSpan().StartsWith(Signature))
        {
            throw new DamagedFileException("this is not a PNG picture (its first bytes are wrong).");
        }

        PngHeader? head = null;
        byte[] palette = [];
        bool isTransparent = false;
        using var packed = new MemoryStream();
        ReadOnlySpan<byte> rest = file.AsSpan(Signature.Length);
        for (int chunks = 0; chunks < MostChunks; chunks++)
        {
            Next(rest).Deconstruct(out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> data, out rest);
            if (type.SequenceEqual("IHDR"u8) == head is not null)
            {
                throw new DamagedFileException("its head is missing or occurs twice.");
            }

            if (head is null)
            {
                head = PngHeader.Parse(data);
            }
            else if (type.SequenceEqual("PLTE"u8))
            {
                palette = data.ToArray();
            }
            else if (type.SequenceEqual("tRNS"u8))
            {
                isTransparent = true;
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                packed.Write(data);
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                return isTransparent
                    ? throw new DamagedFileException("it has transparent colours; pictures must be opaque.")
                    : PngSamples.ToPixels(head.Value, Unpack(packed, head.Value), palette);
            }
            else if ((type[0] & 0x20) == 0)
            {
                throw new DamagedFileException("it holds a part that is not known.");
            }
        }

        throw new DamagedFileException("it has too many parts.");
    }

    private static Chunk Next(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 12 || BinaryPrimitives.ReadUInt32BigEndian(rest) > rest.Length - 12)
        {
            throw new DamagedFileException("the file is truncated.");
        }

        int size = (int)BinaryPrimitives.ReadUInt32BigEndian(rest);
        var chunk = new Chunk(rest.Slice(4, 4), rest.Slice(8, size), rest[(12 + size)..]);
        return BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + size)..]) == Crc32.Of(chunk.Type, chunk.Data)
            ? chunk
            : throw new DamagedFileException("its check sums do not fit: it is damaged.");
    }

    // All rows, each with its filter before it, the filters undone.
    private static byte[] Unpack(MemoryStream packed, PngHeader head)
    {
        packed.Position = 0;
        long size = (long)head.Height * (head.RowBytes + 1);
        if (size > UnpackingStream.BudgetOf(packed.Length))
        {
            throw UnpackingStream.TooMuch(packed.Length);
        }

        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        var rows = new byte[head.Height * head.RowBytes];
        Span<byte> filter = stackalloc byte[1];
        var above = new byte[head.RowBytes].AsSpan();
        for (int y = 0; y < head.Height; y++)
        {
            Span<byte> row = rows.AsSpan(y * head.RowBytes, head.RowBytes);
            zlib.ReadExactly(filter);
            zlib.ReadExactly(row);
            PngFilter.Undo(filter[0], row, above, head.PixelBytes);
            above = row;
        }

        return rows;
    }

    private readonly ref struct Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ReadOnlySpan<byte> rest)
    {
        public readonly ReadOnlySpan<byte> Type = type;
        public readonly ReadOnlySpan<byte> Data = data;
        private readonly ReadOnlySpan<byte> rest = rest;

        public void Deconstruct(out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> data, out ReadOnlySpan<byte> after)
        {
            type = Type;
            data = Data;
            after = rest;
        }
    }
}

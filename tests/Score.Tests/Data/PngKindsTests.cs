using System.Buffers.Binary;
using System.IO.Compression;
using ScoreSde.Data;
using ScoreSde.Data.Png;

namespace ScoreSde.Tests.Data;

/// <summary>Every kind of pixels in every depth, written by hand for pictures that are no squares: the numbers come back in their places.</summary>
public sealed class PngKindsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(0, 4)]
    [InlineData(0, 8)]
    [InlineData(0, 16)]
    [InlineData(2, 8)]
    [InlineData(2, 16)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(3, 4)]
    [InlineData(3, 8)]
    [InlineData(4, 8)]
    [InlineData(4, 16)]
    [InlineData(6, 8)]
    [InlineData(6, 16)]
    public void Pixels_come_back_in_their_places(int colour, int bits)
    {
        foreach ((int width, int height) in new[] { (5, 2), (2, 5), (1, 9), (9, 1) })
        {
            int samples = colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
            int seen = colour is 2 or 3 or 6 ? 3 : 1;
            int top = (1 << bits) - 1;
            bool isOpaque = colour is 4 or 6;
            int[] written = [.. Enumerable.Range(0, width * height * samples).Select(i => isOpaque && i % samples == samples - 1 ? top : ((i * 40_503) + 7) % (top + 1))];
            byte[] palette = [.. Enumerable.Range(0, 3 * Math.Min(256, top + 1)).Select(static i => (byte)((i * 91) + 3))];
            PngPixels read = PngReader.Read(Png(width, height, bits, colour, written, samples, palette));
            int[] expected = colour switch
            {
                3 => [.. written.SelectMany(place => new int[] { palette[3 * place], palette[(3 * place) + 1], palette[(3 * place) + 2] })],
                0 when bits < 8 => [.. written.Select(value => value * 255 / top)],
                _ => [.. written.Where((_, i) => !isOpaque || i % samples != samples - 1)],
            };
            Assert.Equal(new ImageShape(height, width, seen), read.Shape);
            Assert.Equal(bits == 16 ? 65_535 : 255, read.Largest);
            Assert.Equal(expected, read.Values.Select(static value => (int)value));
        }
    }

    private static byte[] Png(int width, int height, int bits, int colour, int[] values, int samples, byte[] palette)
    {
        var rows = new List<byte>();
        for (int y = 0; y < height; y++)
        {
            string digits = string.Concat(values.Skip(y * width * samples).Take(width * samples).Select(value => Convert.ToString(value, 2).PadLeft(bits, '0')));
            rows.Add(0);
            rows.AddRange(digits.PadRight((digits.Length + 7) / 8 * 8, '0').Chunk(8).Select(static octet => Convert.ToByte(new string(octet), 2)));
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write([.. rows]);
        }

        byte[] head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = ((byte)bits, (byte)colour);
        return [137, 80, 78, 71, 13, 10, 26, 10, .. Part("IHDR"u8, head), .. colour == 3 ? Part("PLTE"u8, palette) : [], .. Part("IDAT"u8, packed.ToArray()), .. Part("IEND"u8, [])];
    }

    private static byte[] Part(ReadOnlySpan<byte> name, byte[] data)
    {
        byte[] part = [0, 0, 0, 0, .. name, .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(part, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(part.AsSpan(part.Length - 4), Crc32.Of(name, data));
        return part;
    }
}

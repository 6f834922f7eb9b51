using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using ScoreSde.Data;
using ScoreSde.Data.Png;
using ScoreSde.Images;

namespace ScoreSde.Tests.Images;

public sealed class PngFileTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 3, 1)]
    [InlineData(4, 7, 3)]
    public void The_pixels_come_back(int width, int height, int channels)
    {
        var picture = new Picture(width, height, channels);
        for (int y = 0; y < height; y++)
        {
            for (int k = 0; k < width * channels; k++)
            {
                picture.Row(y)[k] = (byte)((y * 31) + (k * 7));
            }
        }

        List<(string Type, byte[] Data)> chunks = Chunks(Bytes(picture));
        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        byte[] head = [0, 0, 0, (byte)width, 0, 0, 0, (byte)height, 8, (byte)(channels == 1 ? 0 : 2), 0, 0, 0];
        Assert.Equal(head, chunks[0].Data);
        using var rows = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(chunks[1].Data), CompressionMode.Decompress))
        {
            zlib.CopyTo(rows);
        }

        byte[] expected = [.. Enumerable.Range(0, height).SelectMany(y => picture.Row(y).ToArray().Prepend((byte)0))];
        Assert.Equal(expected, rows.ToArray());
        Assert.Empty(chunks[2].Data);
    }

    [Fact]
    public void The_check_sums_are_the_published_ones()
    {
        // The end chunk of every PNG file, and the check value of the CRC catalogue.
        Assert.Equal("0000000049454E44AE426082", Convert.ToHexString(Bytes(new Picture(1, 1)).AsSpan()[^12..]));
        Assert.Equal(0xCBF43926, Crc32.Of("12345"u8, "6789"u8));
    }

    [Fact]
    public void The_same_picture_gives_the_same_bytes() => Assert.Equal(Bytes(new Picture(9, 9, 3, 77)), Bytes(new Picture(9, 9, 3, 77)));

    [Fact]
    public void A_picture_that_cannot_be_saved_is_named()
    {
        string path = Path.Combine(Path.GetTempPath(), "scoresde-no-such-folder", "a.png");
        Assert.StartsWith(path, Assert.Throws<DataFileException>(() => PngFile.Save(path, new Picture(1, 1))).Message, StringComparison.Ordinal);
    }

    private static byte[] Bytes(Picture picture)
    {
        using var stream = new MemoryStream();
        PngFile.Write(stream, picture);
        return stream.ToArray();
    }

    private static List<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        Assert.Equal("89504E470D0A1A0A", Convert.ToHexString(file.AsSpan(0, 8)));
        var chunks = new List<(string, byte[])>();
        for (int place = 8; place < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(place));
            byte[] data = file[(place + 8)..(place + 8 + length)];
            chunks.Add((Encoding.ASCII.GetString(file, place + 4, 4), data));
            place += 12 + length;
        }

        return chunks;
    }
}

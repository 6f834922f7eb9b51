using System.Buffers.Binary;
using System.Text;
using ScoreSde.Data.Png;
using ScoreSde.Images;

namespace ScoreSde.Tests.Images;

public sealed class AnimationTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 5, 1)]
    [InlineData(15, 17, 3)]
    [InlineData(150, 90, 1)]
    public void The_pixels_of_a_gif_come_back_where_the_colours_are_few(int width, int height, int channels)
    {
        Picture[] pictures = [.. Enumerable.Range(0, 3).Select(i => Noise(width, height, channels, levels: channels == 1 ? 256 : 6, seed: i))];
        (int w, int h, bool isEndless, List<(byte[] Pixels, int Delay)> frames) = GifReader.Read(Gif(pictures));
        Assert.Equal((width, height, true), (w, h, isEndless));
        Assert.Equal([8, 8, 200], frames.Select(frame => frame.Delay));
        Assert.All(frames.Zip(pictures), pair => Assert.Equal(Rgb(pair.Second), pair.First.Pixels));
    }

    /// <summary>Long runs make long strings of the table, which noise never does.</summary>
    [Fact]
    public void So_do_those_of_a_plain_picture()
    {
        var plain = new Picture(700, 600, background: 3);
        Assert.Equal(Rgb(plain), Assert.Single(GifReader.Read(Gif([plain])).Frames).Pixels);
    }

    [Fact]
    public void Many_colours_become_near_ones()
    {
        Picture picture = Noise(120, 100, 3, levels: 256, seed: 4);
        byte[] pixels = Assert.Single(GifReader.Read(Gif([picture])).Frames).Pixels;
        double square = pixels.Zip(Rgb(picture), static (a, b) => (double)(a - b) * (a - b)).Average();

        // 256 boxes in a cube of 256: sides of some 40, whose deviation is 12.
        Assert.InRange(Math.Sqrt(square), 5, 16);

        var ramp = new Picture(256, 64, 3);
        for (int y = 0; y < 64; y++)
        {
            for (int x = 0; x < 256; x++)
            {
                ramp.Row(y)[3 * x] = (byte)x;
                ramp.Row(y)[(3 * x) + 1] = (byte)(4 * y);
            }
        }

        byte[] near = Assert.Single(GifReader.Read(Gif([ramp])).Frames).Pixels;
        Assert.InRange(near.Zip(Rgb(ramp), static (a, b) => Math.Abs(a - b)).Max(), 1, 24);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_animated_png_has_its_frames_in_order_and_is_a_png_of_the_first(int channels)
    {
        Picture[] pictures = [.. Enumerable.Range(0, 3).Select(i => Noise(9, 4, channels, 256, i))];
        byte[] file = Apng(pictures);
        List<(string Type, byte[] Data)> chunks = Chunks(file);
        Assert.Equal(["IHDR", "acTL", "fcTL", "IDAT", "fcTL", "fdAT", "fcTL", "fdAT", "IEND"], chunks.Select(chunk => chunk.Type));
        Assert.Equal((3, 0), (Number(chunks[1].Data, 0), Number(chunks[1].Data, 4)));
        Assert.Equal([0, 1, 2, 3, 4], chunks.Where(chunk => chunk.Type is "fcTL" or "fdAT").Select(chunk => Number(chunk.Data, 0)));
        Assert.All(chunks.Where(chunk => chunk.Type == "fcTL"), chunk => Assert.Equal((9, 4, 0, 0), (Number(chunk.Data, 4), Number(chunk.Data, 8), Number(chunk.Data, 12), Number(chunk.Data, 16))));
        Assert.Equal([8, 8, 200], chunks.Where(chunk => chunk.Type == "fcTL").Select(chunk => (int)BinaryPrimitives.ReadUInt16BigEndian(chunk.Data.AsSpan(20))));
        Assert.All(chunks.Where(chunk => chunk.Type == "fcTL"), chunk => Assert.Equal(100, BinaryPrimitives.ReadUInt16BigEndian(chunk.Data.AsSpan(22))));
        Assert.Equal(pictures[0].Pixels.ToArray(), PngReader.Read(file).Values.Select(static value => (byte)value));

        // Each frame alone is a PNG file of its picture.
        byte[][] data = [.. chunks.Where(chunk => chunk.Type == "fdAT").Select(chunk => chunk.Data[4..])];
        Assert.Equal(2, data.Length);
        Assert.All(data.Zip(pictures[1..]), pair => Assert.Equal(pair.First, Chunks(Png(pair.Second))[1].Data));
    }

    [Fact]
    public void Pictures_of_different_sizes_and_none_at_all_are_refused()
    {
        Picture[] pictures = [new(4, 4), new(4, 5)];
        Assert.Throws<ArgumentException>(() => Gif(pictures));
        Assert.Throws<ArgumentException>(() => Apng(pictures));
        Assert.Throws<ArgumentOutOfRangeException>(() => Gif([]));
        Assert.Throws<ArgumentException>(() => Gif([new Picture(65536, 1)]));
    }

    [Fact]
    public void Pictures_of_one_height_stand_in_a_row()
    {
        Picture row = PictureRow.Of([new Picture(2, 1, background: 1), new Picture(3, 1, background: 7)]);
        Assert.Equal([1, 1, 7, 7, 7], row.Pixels.ToArray());
        Assert.Throws<ArgumentException>(() => PictureRow.Of([new Picture(2, 1), new Picture(2, 2)]));
        Assert.Throws<ArgumentException>(() => PictureRow.Of([]));
    }

    private static byte[] Gif(Picture[] pictures) => Written(stream => GifFile.Write(stream, new AnimationFrames(pictures.Length, i => pictures[i])));

    private static byte[] Apng(Picture[] pictures) => Written(stream => ApngFile.Write(stream, new AnimationFrames(pictures.Length, i => pictures[i])));

    private static byte[] Png(Picture picture) => Written(stream => PngFile.Write(stream, picture));

    private static byte[] Written(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private static Picture Noise(int width, int height, int channels, int levels, int seed)
    {
        var random = new Random(seed);
        var picture = new Picture(width, height, channels);
        for (int y = 0; y < height; y++)
        {
            foreach (ref byte value in picture.Row(y))
            {
                value = (byte)(random.Next(levels) * (255 / (levels - 1)));
            }
        }

        return picture;
    }

    private static byte[] Rgb(Picture picture) => picture.Channels == 3 ? picture.Pixels.ToArray() : [.. picture.Pixels.ToArray().SelectMany(static value => new[] { value, value, value })];

    private static int Number(byte[] data, int at) => BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(at));

    private static List<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        var chunks = new List<(string, byte[])>();
        for (int at = 8; at < file.Length;)
        {
            int length = Number(file, at);
            chunks.Add((Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }

        return chunks;
    }
}

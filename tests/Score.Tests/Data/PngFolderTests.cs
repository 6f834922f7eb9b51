using FsCheck;
using FsCheck.Fluent;
using ScoreSde.Data;
using ScoreSde.Data.Files;
using ScoreSde.Data.Png;
using ScoreSde.Images;

namespace ScoreSde.Tests.Data;

public sealed class PngFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("grey8.png", 5, 4, 1, 255)]
    [InlineData("rgb8.png", 5, 4, 3, 255)]
    [InlineData("grey16.png", 5, 4, 1, 65535)]
    public void Every_filter_is_undone(string name, int height, int width, int channels, int largest)
    {
        PngPixels picture = PngReader.Read(File.ReadAllBytes(Fixture.Of(name)));
        Assert.Equal((new ImageShape(height, width, channels), largest), (picture.Shape, picture.Largest));
        int seed = channels == 3 ? 13 : largest == 255 ? 7 : 11;
        int bytes = largest == 255 ? 1 : 2;
        int across = width * channels * bytes;
        var expected = new int[height * across];
        for (int i = 0; i < expected.Length; i++)
        {
            expected[i] = ((seed * ((i % across) + 1) * ((i / across) + 3)) + (5 * (i % across))) % 256;
        }

        Assert.Equal(bytes == 1 ? expected : [.. expected.Chunk(2).Select(pair => (pair[0] * 256) + pair[1])], picture.Values.Select(value => (int)value));
    }

    [Fact]
    public void A_picture_has_at_most_a_million_parts_and_as_many_are_read()
    {
        byte[] whole = File.ReadAllBytes(Fixture.Of("grey8.png"));
        const int Most = 1 << 20;
        int parts = 0;
        int end = 0;
        for (int at = 8; at < whole.Length; at += 12 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(whole.AsSpan(at)))
        {
            (parts, end) = (parts + 1, at);
        }

        // Empty parts that may be passed over, before the last one.
        byte[] empty = [0, 0, 0, 0, .. "teSt"u8, 0, 0, 0, 0];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(empty.AsSpan(8), Crc32.Of("teSt"u8, []));
        Assert.Equal(20, PngReader.Read(With(Most - parts)).Values.Length);
        Assert.Throws<DamagedFileException>(() => PngReader.Read(With(Most - parts + 1)));

        byte[] With(int more)
        {
            var file = new byte[whole.Length + (empty.Length * more)];
            whole.AsSpan(0, end).CopyTo(file);
            for (int i = 0; i < more; i++)
            {
                empty.CopyTo(file, end + (i * empty.Length));
            }

            whole.AsSpan(end).CopyTo(file.AsSpan(end + (more * empty.Length)));
            return file;
        }
    }

    [Theory]
    [InlineData("grey1.png", 1, "255 0 255 0 255 0 255 0 255 0")]
    [InlineData("grey4.png", 1, "0 255 119 17 34 51")]
    [InlineData("palette.png", 3, "10 11 12 13 14 15 16 17 18 19 20 21 19 20 21 16 17 18 13 14 15 10 11 12")]
    [InlineData("opaque.png", 3, "1 2 3 4 5 6 7 8 9 10 11 12")]
    public void Every_kind_of_pixel_is_read(string name, int channels, string values)
    {
        PngPixels picture = PngReader.Read(File.ReadAllBytes(Fixture.Of(name)));
        Assert.Equal((channels, values), (picture.Shape.Channels, string.Join(' ', picture.Values)));
    }

    /// <summary>Width 2, height 1, eight bits, grey; then compression, filter and interlacing, which are 0.</summary>
    [Theory]
    [InlineData(3, 0, "empty")]
    [InlineData(7, 0, "empty")]
    [InlineData(8, 3, "no kind of pixels")]
    [InlineData(9, 1, "no kind of pixels")]
    [InlineData(10, 1, "no kind of pixels")]
    [InlineData(11, 1, "no kind of pixels")]
    [InlineData(12, 2, "no kind of pixels")]
    [InlineData(12, 1, "interlaced")]
    public void A_head_with_one_wrong_byte_is_refused(int place, byte value, string fragment)
    {
        byte[] head = [0, 0, 0, 2, 0, 0, 0, 1, 8, 0, 0, 0, 0];
        Assert.Equal((2, 1), (PngHeader.Parse(head).Width, PngHeader.Parse(head).Height));
        head[place] = value;
        Assert.Contains(fragment, Assert.Throws<DamagedFileException>(() => PngHeader.Parse(head)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Subfolders_are_classes()
    {
        Put("sun/b.png", 3, 1);
        Put("sun/a.png", 3, 2);
        Put("moon/x.PNG", 3, 3);
        Directory.CreateDirectory(folder.File("notes"));
        File.WriteAllText(folder.File("notes/read.txt"), "no picture");
        DataSet data = DataSets.Open(folder.Path);
        Assert.Equal((3, "moon sun", new ImageShape(2, 2, 3)), (data.Count, string.Join(' ', data.ClassNames), data.Image!.Value));
        Assert.Equal([3, 2, 1], Enumerable.Range(0, 3).Select(row => data[row][0]));
        Assert.Equal([0, 1, 1], data.Labels.ToArray());
        Assert.Equal(new DataScaling(127.5, 127.5), data.Scaling);
    }

    [Fact]
    public void Pictures_that_differ_or_are_not_opaque_are_named()
    {
        Put("a.png", 1, 5);
        File.Copy(Fixture.Of("clear.png"), folder.File("b.png"));
        Assert.Contains("b.png: it is not opaque everywhere", Fault(), StringComparison.Ordinal);
        Put("b.png", 3, 5);
        Assert.Contains("it is 2 × 2 in colour of 8 bits, and a.png is 2 × 2 grey of 8 bits", Fault(), StringComparison.Ordinal);
        Put("c/d.png", 1, 5);
        Assert.Contains("pictures lie both in it and in its subfolder 'c'", Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_with_any_bytes_changed_is_read_or_refused_but_never_crashes()
    {
        byte[] whole = File.ReadAllBytes(Fixture.Of("rgb8.png"));
        Gen<(int Place, byte Value, int Cut, bool Mends)> change =
            from place in Gen.Choose(0, whole.Length - 1)
            from value in Gen.Choose(0, 255)
            from cut in Gen.Choose(0, 3 * whole.Length)
            from mends in Gen.Elements(true, false)
            select (place, (byte)value, cut, mends);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(600).WithReplay(19, 5), Prop.ForAll(change.ToArbitrary(), changed =>
        {
            byte[] bytes = [.. whole];
            bytes[changed.Place] = changed.Value;
            if (changed.Mends)
            {
                Mend(bytes);
            }

            folder.Write("a.png", bytes.AsSpan(0, Math.Min(bytes.Length, Math.Max(1, changed.Cut))));
            try
            {
                return DataSets.Open(folder.Path).Count == 1;
            }
            catch (DataFileException)
            {
                return true;
            }
        }));
    }

    [Fact]
    public void A_small_file_that_unpacks_to_much_is_refused_before_it_does()
    {
        File.Copy(Fixture.Of("grey8.png"), folder.File("a.png"));
        byte[] bytes = File.ReadAllBytes(folder.File("a.png"));
        (bytes[18], bytes[22]) = (0x10, 0x10);
        Mend(bytes);
        folder.Write("a.png", bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Fault();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40 << 20);
    }

    // Makes the check sums right again, so that damage gets farther.
    private static void Mend(byte[] bytes)
    {
        for (int at = 8; at + 12 <= bytes.Length;)
        {
            long length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
            if (length > bytes.Length - at - 12)
            {
                return;
            }

            uint sum = Crc32.Of(bytes.AsSpan(at + 4, 4), bytes.AsSpan(at + 8, (int)length));
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at + 8 + (int)length), sum);
            at += 12 + (int)length;
        }
    }

    private void Put(string name, int channels, byte value)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
        PngFile.Save(folder.File(name), new Picture(2, 2, channels, value));
    }

    private string Fault() => Assert.Throws<DataFileException>(() => DataSets.Open(folder.Path)).Message;
}

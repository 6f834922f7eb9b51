using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using ScoreSde.Data;
using ScoreSde.Data.Files;
using ScoreSde.Data.Npy;
using ScoreSde.Data.Own;
using ScoreSde.Data.Png;
using ScoreSde.Images;

namespace ScoreSde.Tests.Data;

/// <summary>Each sentence by which a reader of data refuses a file is reached, and what lies just before it is read.</summary>
public sealed class RefusalsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Labels_and_layouts_are_for_files()
    {
        Assert.Equal("digits: is no file: --labels and --layout are for files.", Refusal(new("digits", "x")));
        Assert.Equal("digits: is no file: --labels and --layout are for files.", Refusal(new("digits", Layout: DataLayout.Rows)));
        PngFile.Save(folder["a.png"], new Picture(2, 2));
        Assert.Equal($"{folder.Path}: a folder brings its own labels and shape: --labels and --layout are for files.", Refusal(new(folder.Path, "x")));
        Assert.Equal($"{folder.Path}: a folder brings its own labels and shape: --labels and --layout are for files.", Refusal(new(folder.Path, Layout: DataLayout.Rows)));
        Assert.Null(Refusal(new(folder.Path)));
    }

    [Fact]
    public void Labels_are_whole_numbers_or_texts_of_one_axis()
    {
        string rows = Npy("rows.npy", [1, 2, 3, 4], 2, 2);
        Assert.Null(Refusal(new(rows, Npy("labels.npy", [3, -1], 2))));
        Assert.Null(Refusal(new(rows, Npy("labels.npy", [3, -1], 1, 2, 1))));
        Assert.Equal($"{folder["labels.npy"]}: labels are an array of one axis.", Refusal(new(rows, Npy("labels.npy", [3, -1, 1, 2], 2, 2))));
        Assert.Equal($"{folder["labels.npy"]}: label 1 is -1.5; labels are whole numbers or texts.", Refusal(new(rows, Npy("labels.npy", [3, -1.5], 2))));
        Assert.Equal($"{rows}: 3 labels do not fit its 2 rows.", Refusal(new(rows, Npy("labels.npy", [3, 1, 1], 3))));
        foreach ((string type, int bytes, bool isRead) in new[] { ("|S1024", 1024, true), ("|S1025", 1025, false), ("<U1", 4, true), ("<U0", 0, false), ("|S0", 0, false), ("|S1", 1, true) })
        {
            byte[] head = Head(type, "(2,)");
            string labels = folder.Write("words.npy", [.. head, .. Enumerable.Repeat<byte>(0, bytes), .. bytes > 0 ? [(byte)'a'] : Array.Empty<byte>(), .. Enumerable.Repeat<byte>(0, Math.Max(0, bytes - 1))]);
            Assert.Equal(isRead ? null : $"{labels}: dtype '{type}' is not one of labels.", Refusal(new(rows, labels)));
        }
    }

    [Fact]
    public void Data_fits_the_networks_units()
    {
        string rows = Npy("rows.npy", [1, 2, 3, 1e39], 2, 2);
        Assert.Equal($"{rows}: its rows have 2 numbers, those of the network 3.", Refusal(new(rows), new DataUnits(3, DataScaling.Identity, null, [], null)));
        Assert.Equal($"{rows}: it holds numbers beyond the reach of float32, which the network's data had not.", Refusal(new(rows), new DataUnits(2, DataScaling.Identity, null, [], null)));
        Assert.Null(Refusal(new(rows), new DataUnits(2, DataScaling.Identity, new ColumnUnits([0], [1e39]), [], null)));
    }

    /// <summary>Columns that a float cannot carry are read in double: deviations beyond 1e±30, and shifts of more than 1,024 deviations.</summary>
    [Theory]
    [InlineData(0, 1e30, false)]
    [InlineData(0, 1.01e30, true)]
    [InlineData(0, 1e-30, false)]
    [InlineData(0, 0.99e-30, true)]
    [InlineData(1024, 1, false)]
    [InlineData(-1025, 1, true)]
    public void Columns_beyond_a_float_need_double(double shift, double scale, bool needs) => Assert.Equal(needs, new ColumnUnits([shift], [scale]).NeedDouble);

    [Fact]
    public void Units_and_names_fit_rows_and_classes()
    {
        var two = new ColumnUnits([0, 0], [1, 1]);
        Assert.Equal(two.Shift, new DataSet("x", [1, 2], 2, DataScaling.Identity) { Columns = two }.Columns!.Shift);
        Assert.Null(new DataSet("x", [1, 2, 3], 3, DataScaling.Identity) { Columns = null }.Columns);
        Assert.Single(new DataSet("x", [1, 2, 3], 3, DataScaling.Identity) { Columns = new ColumnUnits([0], [1]) }.Columns!.Shift);
        Assert.Contains("Units of 2 columns do not fit rows of 3.", Assert.Throws<ArgumentException>(() => new DataSet("x", [1, 2, 3], 3, DataScaling.Identity) { Columns = two }).Message, StringComparison.Ordinal);
        Assert.Contains("2 names do not fit 0 classes.", Assert.Throws<ArgumentException>(() => new DataSet("x", [1, 2, 3], 3, DataScaling.Identity) { ClassNames = ["a", "b"] }).Message, StringComparison.Ordinal);
        foreach ((double[] shift, double[] scale, bool isRight) in new (double[], double[], bool)[]
        {
            ([1e100, -1e100], [1e100, 1e-300], true), ([1.0001e100], [1], false), ([-1.0001e100], [1], false), ([0], [1.0001e100], false), ([0], [0], false), ([0], [-1], false), ([double.NaN], [1], false),
            ([0], [double.NaN], false), ([], [], false), ([0, 0], [1], false), ([0], [1, 1], false),
        })
        {
            Assert.Equal(isRight, Record.Exception(() => new ColumnUnits(shift, scale)) is null);
        }
    }

    [Fact]
    public void A_fifth_of_too_few_rows_is_none()
    {
        Assert.Contains("x has too few rows to hold a fifth of them out.", Assert.Throws<ArgumentException>(() => DataSplit.Of(Rows(2))).Message, StringComparison.Ordinal);
        Assert.Equal((2, 1), (DataSplit.Of(Rows(3)).Training.Count, DataSplit.Of(Rows(3)).HeldOut.Count));
        Assert.Equal((6, 1), (DataSplit.Of(Rows(7)).Training.Count, DataSplit.Of(Rows(7)).HeldOut.Count));
        Assert.Equal((6, 2), (DataSplit.Of(Rows(8)).Training.Count, DataSplit.Of(Rows(8)).HeldOut.Count));
    }

    /// <summary>Both parts again, the training part first, with what belongs to each row, with classes and without.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_parts_are_joined_again(bool isLabelled)
    {
        DataSet data = new DataSet("x", [1, 2, 3, 4, 5, 6], 2, new DataScaling(1, 2), isLabelled ? [1, 0, 1] : null, isLabelled ? 2 : 0, new ImageShape(1, 2))
        {
            Columns = new ColumnUnits([1, 2], [3, 4]),
            ClassNames = isLabelled ? ["a", "b"] : [],
        };
        DataSet joined = new DataSplit(data.Select([2]), data.Select([1, 0])).Joined();
        Assert.Equal([5, 6, 3, 4, 1, 2], joined.Values.ToArray());
        Assert.Equal(isLabelled ? [1, 0, 1] : [], joined.Labels.ToArray());
        Assert.Equal((data.Name, data.Dimension, data.Classes, data.Image, data.Scaling, data.Columns), (joined.Name, joined.Dimension, joined.Classes, joined.Image, joined.Scaling, joined.Columns));
        Assert.Equal(data.ClassNames, joined.ClassNames);
    }

    [Fact]
    public void An_array_has_no_more_values_than_one_array_can_hold()
    {
        Assert.Null(Fault(() => new NpyHeader("|u1", [Array.MaxLength]).CheckLength(1, Array.MaxLength)));
        Assert.Equal($"{Array.MaxLength + 1L} values are more than one array can hold.", Fault(() => new NpyHeader("|u1", [Array.MaxLength + 1L]).CheckLength(1, Array.MaxLength + 1L)));
        Assert.Null(Fault(() => new NpyHeader("<f8", [0, int.MaxValue]).CheckLength(8, 0)));
        Assert.Equal("the shape is out of range.", Fault(() => new NpyHeader("<f8", [0, int.MaxValue + 1L]).CheckLength(8, 0)));
        Assert.Equal("the file is truncated: its head promises 9223372036854775800 bytes of data and 0 bytes follow.", Fault(() => new NpyHeader("<f8", [1152921504606846975]).CheckBytes(8, 0)));
        Assert.Equal("the file is truncated: its head promises more than 8 EiB of data and 0 bytes follow.", Fault(() => new NpyHeader("<f8", [1152921504606846976]).CheckBytes(8, 0)));
        Assert.Equal("1 bytes follow the data that the head promises.", Fault(() => new NpyHeader("<f8", [2]).CheckBytes(8, 17)));
        Assert.Equal("the file is truncated: its head promises 16 bytes of data and 15 bytes follow.", Fault(() => new NpyHeader("<f8", [2]).CheckBytes(8, 15)));
        Assert.Null(Fault(() => NpyHeader.Read(new MemoryStream(Head("<f8", "(1,)", 10_000)))));
        Assert.Equal("the head of 10001 bytes is longer than any array needs.", Fault(() => NpyHeader.Read(new MemoryStream(Head("<f8", "(1,)", 10_001)))));
    }

    /// <summary>Of any length of the text before it: the head ends with a line's end at a multiple of 64.</summary>
    [Fact]
    public void Heads_of_every_length_are_read_back()
    {
        for (int axes = 1; axes <= 64; axes++)
        {
            long[] shape = [.. Enumerable.Repeat(1L, axes)];
            byte[] head = NpyWriter<float>.Head(shape);
            Assert.Equal((0, (byte)'\n'), (head.Length % 64, head[^1]));
            Assert.Equal(shape, NpyHeader.Read(new MemoryStream(head)).Shape);
            Assert.InRange(Encoding.ASCII.GetString(head).AsSpan().TrimEnd().Length, head.Length - 64, head.Length - 1);
        }
    }

    [Fact]
    public void Arrays_that_do_not_fit_their_shape_are_not_written()
    {
        Assert.Contains("3 values are no whole number of rows of 2.", Assert.Throws<ArgumentException>(() => NpyWriter<float>.Save(folder["a.npy"], [1, 2, 3], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("3 values do not fill a shape of 4.", Assert.Throws<ArgumentException>(() => NpyWriter<float>.Write(new MemoryStream(), [1, 2, 3], 2, 2)).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => NpyWriter<int>.Head(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => NpyWriter<float>.Head());
        Assert.Throws<ArgumentOutOfRangeException>(() => NpyWriter<float>.Head(2, -1));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void A_line_is_as_long_as_is_said()
    {
        using var lines = new TextLines(new MemoryStream("abcde\r\nabcdef\n\nabcde\nabcdefg"u8.ToArray()), 6);
        Assert.Equal("abcde|abcdef||abcde", string.Join("|", Enumerable.Range(0, 4).Select(_ => lines.Read())));
        Assert.Equal("line 5 is longer than 6 letters.", Fault(() => lines.Read()));
    }

    /// <summary>16 MiB are free, and 128 bytes for each that is packed; the stream behind it is read and no more is claimed of it.</summary>
    [Fact]
    public void What_is_packed_may_unpack_to_so_much()
    {
        Assert.Equal([16_777_216, 16_777_344, 16_905_216], new[] { 0, 1, 1000 }.Select(static packed => UnpackingStream.BudgetOf(packed)));
        Assert.InRange(UnpackingStream.BudgetOf(long.MaxValue), 1L << 61, long.MaxValue);
        foreach ((int more, bool isRead) in new[] { (256, true), (257, false) })
        {
            using var stream = new UnpackingStream(new MemoryStream(new byte[(16 << 20) + more]), 2);
            string? told = Fault(() => stream.CopyTo(Stream.Null));
            Assert.Equal(isRead ? null : "it unpacks to more than 16777472 bytes, the most that is taken from 2 packed ones; unpack it first.", told);
        }

        var disposed = new MemoryStream([1, 2, 3]);
        using (var stream = new UnpackingStream(disposed, 0))
        {
            Assert.Equal((true, false, false), (stream.CanRead, stream.CanSeek, stream.CanWrite));
            Assert.Throws<NotSupportedException>(() => stream.Length);
            Assert.Throws<NotSupportedException>(() => stream.Position);
            Assert.Throws<NotSupportedException>(() => stream.Position = 0);
            Assert.Throws<NotSupportedException>(() => stream.Seek(0, SeekOrigin.Begin));
            Assert.Throws<NotSupportedException>(() => stream.SetLength(0));
            Assert.Throws<NotSupportedException>(() => stream.Write([0], 0, 1));
            stream.Flush();
            var bytes = new byte[4];
            Assert.Equal(3, stream.Read(bytes, 1, 3));
            Assert.Equal([0, 1, 2, 3], bytes);
        }

        Assert.False(disposed.CanRead);
    }

    [Fact]
    public void A_small_zip_that_unpacks_to_much_is_refused()
    {
        const int Values = 20 << 20;
        using (ZipArchive zip = ZipFile.Open(folder["a.npz"], ZipArchiveMode.Create))
        using (Stream entry = zip.CreateEntry("x.npy", CompressionLevel.SmallestSize).Open())
        {
            entry.Write(Head("|u1", $"({Values},)"));
            entry.Write(new byte[Values]);
        }

        Assert.Contains("it unpacks to more than ", Refusal(new(folder["a.npz"])), StringComparison.Ordinal);
    }

    [Fact]
    public void Small_pictures_that_unpack_to_much_are_refused()
    {
        for (int i = 0; i < 5; i++)
        {
            PngFile.Save(folder[$"{i}.png"], new Picture(2048, 2048, background: 0));
        }

        Assert.Contains("5 pictures of 4194304 numbers are more than can be taken from ", Refusal(new(folder.Path)), StringComparison.Ordinal);
        folder.Write("0.png");
        Assert.Equal($"{folder["0.png"]}: it is not a file of 1 to 268435456 bytes.", Refusal(new(folder.Path)));
    }

    [Fact]
    public void Filters_colours_and_their_table_are_those_of_PNG()
    {
        foreach (byte filter in new byte[] { 0, 1, 2, 3, 4 })
        {
            Assert.Null(Fault(() => PngFilter.Undo(filter, new byte[3], new byte[3], 1)));
        }

        Assert.Equal("a row has filter 5, which PNG has not.", Fault(static () => PngFilter.Undo(5, new byte[3], new byte[3], 1)));
        byte[] whole = File.ReadAllBytes(Fixture.Of("palette.png"));
        Assert.Equal("it has transparent colours; pictures must be opaque.", Fault(() => PngReader.Read(With(whole, "tRNS"u8, [0], false))));
        Assert.Null(Fault(() => PngReader.Read(With(whole, "PLTE"u8, new byte[12], true))));
        Assert.Equal("a pixel has a colour that its table lacks.", Fault(() => PngReader.Read(With(whole, "PLTE"u8, new byte[11], true))));
        Assert.Equal("channels", Assert.Throws<ArgumentOutOfRangeException>(() => new Picture(1, 1, 2)).ParamName);
    }

    [Fact]
    public void A_file_is_the_same_by_any_of_its_names_and_a_device_is_special()
    {
        string file = folder.Write("a", 1);
        File.CreateSymbolicLink(folder["b"], file);
        Assert.True(FileIdentity.AreSame(file, folder["b"]));
        Assert.False(FileIdentity.AreSame(file, folder.Write("c", 1)));
        Assert.False(FileIdentity.IsSpecial(file));
        Assert.False(FileIdentity.IsSpecial(folder.Path));
        Assert.False(FileIdentity.IsSpecial(folder["none"]));
        if (OperatingSystem.IsLinux())
        {
            Assert.True(FileIdentity.IsSpecial("/dev/null"));

            // A second name of the folder that no link leads to.
            using FileStream open = File.OpenRead(file);
            Assert.True(FileIdentity.AreSame(file, $"/proc/self/fd/{open.SafeFileHandle.DangerousGetHandle()}"));
            Assert.True(NativeMethods.Identity(open.SafeFileHandle) is { IsPlain: true });
            Assert.Null(NativeMethods.Identity(folder["none"]));
        }
    }

    private static DataSet Rows(int count) => new("x", [.. Enumerable.Range(0, count).Select(static i => (float)i)], 1, DataScaling.Identity);

    private static string? Fault(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (DamagedFileException damaged)
        {
            return damaged.Message;
        }
    }

    private static string? Refusal(DataRequest request, DataUnits? units = null)
    {
        try
        {
            DataSets.Open(request, units);
            return null;
        }
        catch (DataFileException refused)
        {
            return refused.Message;
        }
    }

    private string Npy(string name, double[] values, params long[] shape)
    {
        using FileStream file = File.Create(folder[name]);
        NpyWriter<double>.Write(file, values, shape);
        return folder[name];
    }

    private static byte[] Head(string type, string shape, int length = 118)
    {
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(length - 1) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. Encoding.ASCII.GetBytes(text)];
    }

    // A part in the place of the one of that name, or before the pixels.
    private static byte[] With(byte[] file, ReadOnlySpan<byte> name, byte[] data, bool replaces)
    {
        byte[] part = [0, 0, 0, 0, .. name, .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(part, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(part.AsSpan(part.Length - 4), Crc32.Of(name, data));
        int place = file.AsSpan().IndexOf(replaces ? name : "IDAT"u8) - 4;
        int end = replaces ? place + 12 + BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(place)) : place;
        return [.. file[..place], .. part, .. file[end..]];
    }
}

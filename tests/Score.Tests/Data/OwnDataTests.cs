using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Data.Npy;
using ScoreSde.Data.Own;

namespace ScoreSde.Tests.Data;

/// <summary>What becomes of a user's numbers: nothing is lost on the way to float and back, and what they are is known again.</summary>
public sealed class OwnDataTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Data_of_the_program_has_labels_as_a_users_where_it_has_classes_and_only_there()
    {
        Assert.Null(OwnData.Of(new DataSet("plain", [1, 2, 3, 4], 2, DataScaling.Identity)).Labels);
        Assert.Equal(["0", "0"], Words(new DataSet("one", [1, 2, 3, 4], 2, DataScaling.Identity, [0, 0], 1)));
        Assert.Equal(["1", "0"], Words(new DataSet("two", [1, 2, 3, 4], 2, DataScaling.Identity, [1, 0], 2)));

        static IEnumerable<string> Words(DataSet data)
        {
            DataSet own = OwnData.Of(data).ToDataSet(null, null);
            return own.Labels.ToArray().Select(label => own.ClassNames[label]);
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1e8, 1)]
    [InlineData(-1e15, 50)]
    [InlineData(5e-9, 1e-12)]
    [InlineData(0, 1e60)]
    public void Columns_come_back_to_fifteen_digits_of_their_deviation(double mean, double deviation)
    {
        double[] values = [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? mean + (deviation * Math.Sin(i)) : 1e5 * Math.Cos(3 * i))];
        NpyWriter<double>.Save(folder.File("a.npy"), values, 2);
        DataSet data = DataSets.Open(folder.File("a.npy"));
        Assert.InRange(Enumerable.Range(0, 200).Max(row => Math.Abs(data[row][0])), 1, 2);
        Assert.Equal(DataScaling.Identity, data.Scaling);

        // Float keeps 24 bits of a deviation, whatever the mean.
        var back = new double[values.Length];
        data.Columns!.ToFile<float, double>(data.Values, 2, back);
        Assert.All(Enumerable.Range(0, values.Length), i =>
            Assert.InRange(Math.Abs(back[i] - values[i]), 0, (data.Columns.ScaleOf(i % 2) * 2e-7) + (Math.Abs(mean) * 3e-16)));
        Assert.Equal(Math.Abs(mean) > 1000 * deviation || deviation > 1e30, data.Columns.NeedDouble);
    }

    [Fact]
    public void A_column_that_never_changes_keeps_its_unit()
    {
        NpyWriter<double>.Save(folder.File("a.npy"), [0.1, 3, 0.1, 4, 0.1, 8], 2);
        DataSet data = DataSets.Open(folder.File("a.npy"));
        Assert.Equal((0.1, 1), (data.Columns!.Shift[0], data.Columns.Scale[0]));
        Assert.Equal(0, data[1][0]);
        Assert.Null(data.Remark);
    }

    [Fact]
    public void A_spread_that_the_numbers_hardly_tell_is_remarked()
    {
        NpyWriter<double>.Save(folder.File("a.npy"), [1e16, 1e16 + 2, 1e16 + 4, 1e16 + 2], 1);
        Assert.Contains("Column 0 varies by 1.41", DataSets.Open(folder.File("a.npy")).Remark, StringComparison.Ordinal);
    }

    // Whole numbers beyond 2⁵³ are rounded to even ones, and further on to multiples of 4, 8, …; where that is no small part of the deviation it is said.
    [Theory]
    [InlineData(9007199254740992, "-1 0 1 -1 0 1", "Column 0 varies by 0.471 around 9.0072E+15, where numbers of 64 bits lie 2 apart")]
    [InlineData(9007199254740992, "0 1 2 0 1 2", "Column 0 varies by 0.943 around 9.0072E+15, where numbers of 64 bits lie 2 apart")]
    [InlineData(9007199254740992, "1 1 0 0 1 0", "Column 0 is 9007199254740992 throughout once its whole numbers are rounded to 64 bits, which lie 2 apart")]
    [InlineData(-1152921504606846976, "0 2 4 60 1 5", "Column 0 is -1.152921504606847E+18 throughout once its whole numbers are rounded to 64 bits, which lie 256 apart")]
    [InlineData(9223372036854775807, "0 0 -1 0 0 0", "Column 0 is 9.2233720368547758E+18 throughout once")]
    [InlineData(4503599627370496, "-1 1 -1 1 -1 1", "Column 0 varies by 1 around 4.5036E+15, where numbers of 64 bits lie 1 apart")]
    [InlineData(9007199254740992, "0 0 0 0 0 0", null)]
    [InlineData(9007199254740992, "-3000 1 50 3001 2000 -1777", null)]
    [InlineData(1700000000000000000, "0 1000000000001 -2000000000003 3 4 5", null)]
    public void Whole_numbers_that_double_hardly_tells_or_does_not_tell_are_remarked(long around, string offsets, string? remark)
    {
        long[] values = [.. offsets.Split(' ').Select(offset => around + long.Parse(offset, CultureInfo.InvariantCulture))];
        string head = $"{{'descr': '<i8', 'fortran_order': False, 'shape': ({values.Length}, 1), }}".PadRight(117) + "\n";
        folder.Write("a.npy", [0x93, .. "NUMPY"u8, 1, 0, (byte)head.Length, 0, .. Encoding.ASCII.GetBytes(head), .. MemoryMarshal.AsBytes(values.AsSpan())]);
        File.WriteAllLines(folder.File("a.csv"), values.Select(static value => value.ToString(CultureInfo.InvariantCulture)));
        DataSet array = DataSets.Open(folder.File("a.npy"));
        DataSet table = DataSets.Open(folder.File("a.csv"));
        Assert.Equal((array.Remark, array.Origin!.Hash), (table.Remark, table.Origin!.Hash));
        Assert.StartsWith(remark ?? "none", array.Remark ?? "none", StringComparison.Ordinal);

        // The figure that is said is that of the numbers as read.
        double[] read = [.. values.Select(static value => (double)value)];
        double mean = read.Average(value => value - read[0]);
        double deviation = Math.Sqrt(read.Average(value => (value - read[0] - mean) * (value - read[0] - mean)));
        Assert.InRange(array.Columns!.Scale[0], (deviation > 0 ? deviation : 1) * (1 - 1e-9), (deviation > 0 ? deviation : 1) * (1 + 1e-9));

        // What writes samples of such data says it too.
        Assert.Equal(deviation > 0 && array.Columns.Scale[0] != 1 ? array.Remark : null, array.Columns.Remark);
    }

    [Theory]
    [InlineData(1e101)]
    [InlineData(double.NaN)]
    public void Numbers_beyond_reason_are_refused_with_their_place(double value)
    {
        NpyWriter<double>.Save(folder.File("a.npy"), [1, 2, 3, value], 2);
        Assert.Contains("in column 1; values must be finite", Fault(folder.File("a.npy")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_is_of_the_content_and_not_of_the_file()
    {
        double[] values = [1, 2, 3, 4, 5, 6, 7, 8];
        NpyWriter<double>.Save(folder.File("a.npy"), values, 2);
        NpyWriter<float>.Save(folder.File("b.npy"), [.. values.Select(value => (float)value)], 2);
        NpyWriter<double>.Save(folder.File("rows.npy"), [7, 8, 5, 6, 3, 4, 1, 2], 2);
        NpyWriter<double>.Save(folder.File("shape.npy"), values, 4);
        NpyWriter<double>.Save(folder.File("last.npy"), [1, 2, 3, 4, 5, 6, 7, 8 + 1e-12], 2);
        File.WriteAllText(folder.File("c.csv"), "1,2\n3,4\n5,6\n7,8\n");
        string hash = Hash("a.npy");
        Assert.Equal([hash, hash], [Hash("b.npy"), Hash("c.csv")]);
        Assert.Equal(4, new[] { hash, Hash("rows.npy"), Hash("shape.npy"), Hash("last.npy") }.Distinct().Count());

        // Computed apart: hashlib.sha256(b"scoresde data 1: 4 2 0 0 0\n" + struct.pack("<8f", *range(1, 9)))
        Assert.Equal("1B5D29F0D64A12D7F3574FD89EBCFC47AFEC8120464E212BE4B0CEDBBD924260", hash);
    }

    [Theory]
    [InlineData(new byte[] { 0, 255, 0, 255, 255, 0 }, "0 255")]
    [InlineData(new byte[] { 9, 0, 2, 2, 9, 0 }, "0 2 9")]
    [InlineData(new byte[] { 10, 9, 10, 9, 10, 9 }, "9 10")]
    public void Labels_that_occur_are_the_classes(byte[] labels, string names)
    {
        folder.Write("train-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 6, 0, 0, 0, 1, 0, 0, 0, 2, .. new byte[12]]);
        folder.Write("train-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 6, .. labels]);
        DataSet data = DataSets.Open(folder.Path);
        Assert.Equal(names, string.Join(' ', data.ClassNames));
        Assert.Equal(labels.Select(label => $"{label}"), data.Labels.ToArray().Select(place => data.ClassNames[place]));
        Assert.Equal(data.ClassNames, data.Select([0]).ClassNames);
    }

    [Fact]
    public void A_network_reads_other_data_in_its_own_units_and_classes()
    {
        NpyWriter<double>.Save(folder.File("a.npy"), [100, 1, 102, 3, 104, 5, 106, 8], 2);
        DataSet first = DataSets.Open(folder.File("a.npy"));
        NpyWriter<double>.Save(folder.File("b.npy"), [100, 1, 1e6, 3, 0, -5], 2);
        DataSet second = DataSets.Open(new DataRequest(folder.File("b.npy")), DataDescription.Of(first).Units);
        Assert.Equal(first.Columns, second.Columns);
        Assert.Equal(first[0].ToArray(), second[0].ToArray());

        File.WriteAllText(folder.File("c.csv"), "x,y,kind\n1,2,cat\n3,4,dog\n5,7,cat\n");
        File.WriteAllText(folder.File("d.csv"), "x,y,kind\n1,2,dog\n");
        File.WriteAllText(folder.File("e.csv"), "x,y,kind\n1,2,cow\n");
        DataUnits pets = DataDescription.Of(DataSets.Open(new DataRequest(folder.File("c.csv"), "kind"))).Units;
        Assert.Equal([1], DataSets.Open(new DataRequest(folder.File("d.csv"), "kind"), pets).Labels.ToArray());
        Assert.Contains(
            "label 'cow' is no class of the network; these are cat, dog",
            Assert.Throws<DataFileException>(() => DataSets.Open(new DataRequest(folder.File("e.csv"), "kind"), pets)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Data_of_the_program_is_unchanged_by_units()
    {
        DataSet digits = DataSets.Split("digits").Training;
        DataSet again = DataSets.InUnits(digits, DataDescription.Of(digits).Units);
        Assert.Equal(digits.Values, again.Values);
        Assert.Equal(digits.Labels, again.Labels);
        Assert.Equal(DataDescription.Of(digits), DataDescription.Of(again));
    }

    private string Hash(string name) => DataSets.Open(folder.File(name)).Origin!.Hash;

    private static string Fault(string path) => Assert.Throws<DataFileException>(() => DataSets.Open(path)).Message;
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ScoreSde.Data;
using ScoreSde.Data.Npy;

namespace ScoreSde.Tests.Data;

public sealed class NpyFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("<f2", "003C00C0")]
    [InlineData(">f2", "3C00C000")]
    [InlineData("<f4", "0000803F000000C0")]
    [InlineData(">f4", "3F800000C0000000")]
    [InlineData("<f8", "000000000000F03F00000000000000C0")]
    [InlineData(">f8", "3FF0000000000000C000000000000000")]
    [InlineData("|i1", "01FE")]
    [InlineData("<i2", "0100FEFF")]
    [InlineData(">i2", "0001FFFE")]
    [InlineData("<i4", "01000000FEFFFFFF")]
    [InlineData(">i4", "00000001FFFFFFFE")]
    [InlineData("<i8", "0100000000000000FEFFFFFFFFFFFFFF")]
    [InlineData(">i8", "0000000000000001FFFFFFFFFFFFFFFE")]
    public void Every_signed_type_is_read(string descriptor, string data)
    {
        NpyArray array = NpyFile.Load(folder.Write("a.npy", Npy(Head(descriptor, "(2,)"), Convert.FromHexString(data))));
        Assert.Equal([1, -2], array.Values);
        Assert.Equal([2], array.Shape);
    }

    [Theory]
    [InlineData("|b1", "0100")]
    [InlineData("|u1", "0100")]
    [InlineData(">u2", "00010000")]
    [InlineData("<u4", "0100000000000000")]
    [InlineData(">u8", "00000000000000010000000000000000")]
    public void Every_unsigned_type_is_read(string descriptor, string data) =>
        Assert.Equal([1, 0], NpyFile.Load(folder.Write("a.npy", Npy(Head(descriptor, "(2,)"), Convert.FromHexString(data)))).Values);

    [Fact]
    public void Fortran_order_is_put_into_ours()
    {
        string head = Head("|u1", "(2, 3, 2)").Replace("False", "True", StringComparison.Ordinal);
        NpyArray array = NpyFile.Load(folder.Write("f.npy", Npy(head, [0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11])));
        Assert.Equal([2, 3, 2], array.Shape);
        Assert.Equal(Enumerable.Range(0, 12).Select(value => (float)value), array.Values);
    }

    [Fact]
    public void Bytes_are_read_as_0_to_255() =>
        Assert.Equal([0, 255, 7], NpyFile.Load(folder.Write("a.npy", Npy(Head("|u1", "(3, 1)"), [0, 255, 7]))).Values);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Heads_of_versions_with_four_bytes_of_length_are_read(byte version)
    {
        byte[] text = Encoding.ASCII.GetBytes(Head("|u1", "(1, 2)"));
        byte[] file = [0x93, .. "NUMPY"u8, version, 0, (byte)text.Length, (byte)(text.Length >> 8), 0, 0, .. text, 3, 4];
        Assert.Equal([3, 4], NpyFile.Load(folder.Write("a.npy", file)).Values);
    }

    [Theory]
    [InlineData("'fortran_order': False, 'shape': (2, 2)", "<f16", "'<f16'")]
    [InlineData("'fortran_order': False, 'shape': (2, 2)", "<c8", "'<c8'")]
    [InlineData("'fortran_order': False, 'shape': (2, 2)", "<U4", "'<U4'")]
    [InlineData("'fortran_order': False, 'shape': (2, 2)", "|O", "'|O'")]
    [InlineData("'fortran_order': False, 'shape': (2, 3)", "<f4", "truncated")]
    [InlineData("'fortran_order': False, 'shape': (2, 1)", "<f4", "follow")]
    [InlineData("'fortran_order': False, 'shape': (-2, 2)", "<f4", "shape")]
    [InlineData("'fortran_order': False, 'shape': (99999999999999999999,)", "<f4", "out of range")]
    [InlineData("'shape': (2, 2)", "<f4", "order")]
    public void A_head_that_does_not_fit_is_named_in_one_sentence(string rest, string descriptor, string fragment)
    {
        string path = folder.Write("bad.npy", Npy($"{{'descr': '{descriptor}', {rest}, }}\n", new byte[16]));
        DataFileException fault = Assert.Throws<DataFileException>(() => NpyFile.Load(path));
        Assert.StartsWith(path, fault.Message, StringComparison.Ordinal);
        Assert.Contains(fragment, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Theory]
    [InlineData("(1000000000, 1000)")]
    [InlineData("(1000000000000, 1000000000000, 1000000000000)")]
    public void A_head_that_promises_too_much_allocates_nothing(string shape)
    {
        string path = folder.Write("bad.npy", Npy(Head("<f8", shape), new byte[16]));
        NpyRefuses(path);
        long before = GC.GetAllocatedBytesForCurrentThread();
        NpyRefuses(path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        byte[] whole = Npy(Head("<f4", "(2, 2)"), new byte[16]);
        for (int length = 0; length < whole.Length; length++)
        {
            NpyRefuses(folder.Write("cut.npy", whole.AsSpan(0, length)));
        }
    }

    [Fact]
    public void A_file_with_any_byte_changed_is_read_or_refused_but_never_crashes()
    {
        byte[] whole = Npy(Head("<f4", "(2, 2)"), new byte[16]);
        Gen<(int Place, int Value)> change =
            from place in Gen.Choose(0, whole.Length - 1)
            from value in Gen.Choose(0, 255)
            select (place, value);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(17, 3), Prop.ForAll(change.ToArbitrary(), changed =>
        {
            byte[] bytes = [.. whole];
            bytes[changed.Place] = (byte)changed.Value;
            string path = folder.Write("changed.npy", bytes);
            try
            {
                return NpyFile.Load(path).Values.Length <= 16;
            }
            catch (DataFileException fault)
            {
                return fault.File == path;
            }
        }));
    }

    [Theory]
    [InlineData("(0, 5)")]
    [InlineData("(5, 0)")]
    [InlineData("()")]
    public void An_array_without_rows_is_no_data(string shape)
    {
        byte[] data = shape == "()" ? new byte[4] : [];
        string path = folder.Write("empty.npy", Npy(Head("<f4", shape), data));
        Assert.Contains("no rows", Assert.Throws<DataFileException>(() => DataSets.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_are_not_finite_are_no_data()
    {
        string path = folder.File("nan.npy");
        NpyWriter<double>.Save(path, [1, 2, 3, double.NaN, 5, 6], 2);
        string message = Assert.Throws<DataFileException>(() => DataSets.Open(path)).Message;
        Assert.Contains("row 1 holds NaN in column 1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named() => NpyRefuses(folder.File("absent.npy"));

    private static void NpyRefuses(string path) =>
        Assert.StartsWith(path, Assert.Throws<DataFileException>(() => NpyFile.Load(path)).Message, StringComparison.Ordinal);

    private static string Head(string descriptor, string shape) =>
        $"{{'descr': '{descriptor}', 'fortran_order': False, 'shape': {shape}, }}\n";

    private static byte[] Npy(string head, byte[] data)
    {
        byte[] text = Encoding.ASCII.GetBytes(head);
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. text, .. data];
    }
}

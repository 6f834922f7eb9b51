using System.Text;
using ScoreSde.Data;
using ScoreSde.Data.Npy;

namespace ScoreSde.Tests.Data;

public sealed class NpyWriterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_bytes_are_those_that_NumPy_writes()
    {
        NpyWriter<float>.Save(folder.File("a.npy"), [1, -2, 0.5f], 3);
        byte[] bytes = File.ReadAllBytes(folder.File("a.npy"));
        string head = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }".PadRight(117) + "\n";
        byte[] expected =
        [
            0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(head), 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 0, 0, 0, 0x3F,
        ];
        Assert.Equal(expected, bytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(123456789)]
    [InlineData(1234567890123456)]
    public void The_data_begins_at_a_multiple_of_64(long length)
    {
        byte[] head = new NpyHeader("<f8", [length, 0]).ToBytes();
        Assert.Equal(0, head.Length % 64);
        Assert.Equal((byte)'\n', head[^1]);
        NpyHeader read = NpyHeader.Read(new MemoryStream(head));
        Assert.Equal([length, 0], read.Shape);
        Assert.Equal("<f8", read.Descriptor);
    }

    [Fact]
    public void What_is_written_in_parts_is_read_back_whole()
    {
        using (var writer = new NpyWriter<float>(folder.File("a.npy"), 50_000))
        {
            for (int i = 0; i < 50; i++)
            {
                writer.Append([.. Enumerable.Range(1000 * i, 1000).Select(n => (float)n)]);
            }

            writer.Commit();
        }

        NpyArray array = NpyFile.Load(folder.File("a.npy"));
        Assert.Equal(Enumerable.Range(0, 50_000).Select(n => (float)n), array.Values);
        Assert.Equal([50_000], array.Shape);
    }

    [Fact]
    public void Doubles_keep_their_bits()
    {
        double[] values = [Math.PI, -0.0, double.Epsilon];
        NpyWriter<double>.Save(folder.File("a.npy"), values, 1);
        byte[] bytes = File.ReadAllBytes(folder.File("a.npy"));
        Assert.Equal(values.SelectMany(BitConverter.GetBytes), bytes[128..]);
    }

    [Fact]
    public void Nothing_is_left_behind_unless_the_file_is_completed()
    {
        using (var writer = new NpyWriter<float>(folder.File("a.npy"), 2, 2))
        {
            writer.Append([1, 2]);
            Assert.Throws<InvalidOperationException>(writer.Commit);
        }

        Assert.Empty(folder.Names);
    }

    [Fact]
    public void An_older_file_stays_until_the_new_one_is_complete()
    {
        string path = folder.Write("a.npy", 1, 2, 3);
        using (var writer = new NpyWriter<float>(path, 1))
        {
            writer.Append([1]);
            Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
            writer.Commit();
        }

        Assert.Equal([1], NpyFile.Load(path).Values);
        Assert.Equal(["a.npy"], folder.Names);
    }

    [Fact]
    public void More_values_than_the_shape_has_are_refused()
    {
        using var writer = new NpyWriter<float>(folder.File("a.npy"), 1, 2);
        Assert.Throws<InvalidOperationException>(() => writer.Append([1, 2, 3]));
    }

    [Fact]
    public void Places_that_cannot_be_written_are_named()
    {
        string missing = Path.Combine(folder.Path, "no", "such", "a.npy");
        Assert.Contains("folder does not exist", Refusal(missing), StringComparison.Ordinal);
        Assert.Contains("is a folder", Refusal(folder.Path), StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    private static string Refusal(string path)
    {
        DataFileException fault = Assert.Throws<DataFileException>(() => NpyWriter<float>.Save(path, [1], 1));
        Assert.StartsWith(path, fault.Message, StringComparison.Ordinal);
        return fault.Message;
    }
}

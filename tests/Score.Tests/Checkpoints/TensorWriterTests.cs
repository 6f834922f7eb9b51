using System.Buffers.Binary;
using System.Text;
using ScoreSde.Checkpoints;

namespace ScoreSde.Tests.Checkpoints;

public sealed class TensorWriterTests
{
    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        var file = new TensorFile(
            [new Tensor("b", [2], (ReadOnlySpan<float>)[1f, -2f]), new Tensor("a", [], (ReadOnlySpan<long>)[-2L])],
            new Dictionary<string, string> { ["z"] = "1", ["k"] = "ü" });

        byte[] bytes = Bytes(file);

        const string header = """{"__metadata__":{"k":"\u00FC","z":"1"},"a":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""";
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        Assert.InRange(length, header.Length, header.Length + 7);
        Assert.Equal(header.PadRight(length), Encoding.UTF8.GetString(bytes, 8, length));
        Assert.Equal(Convert.FromHexString("FEFFFFFFFFFFFFFF" + "0000803F" + "000000C0"), bytes[(8 + length)..]);
    }

    [Fact]
    public void Every_header_length_is_padded_so_that_the_data_begins_at_a_multiple_of_8()
    {
        for (int extra = 0; extra < 16; extra++)
        {
            var file = new TensorFile(
                [new Tensor(new string('n', 1 + extra), [1], (ReadOnlySpan<double>)[Math.PI])], new Dictionary<string, string>());
            byte[] bytes = Bytes(file);
            int start = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            Assert.Equal(0, start % 8);
            Assert.Equal((byte)'{', bytes[8]);
            Assert.Equal(Math.PI, BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(start)));
        }
    }

    [Fact]
    public void Tensors_of_wide_elements_come_first_so_that_each_is_aligned()
    {
        var file = new TensorFile(
            [
                new Tensor("bytes", [3], (ReadOnlySpan<byte>)[1, 2, 3]),
                new Tensor("floats", [1], (ReadOnlySpan<float>)[1f]),
                new Tensor("doubles", [1], (ReadOnlySpan<double>)[1.0]),
            ],
            new Dictionary<string, string>());

        TensorFile read = TensorReader.Read(new MemoryStream(Bytes(file)), "memory");

        Assert.Equal(["doubles", "floats", "bytes"], read.Tensors.Select(tensor => tensor.Name));
    }

    [Fact]
    public void What_is_written_is_read_back_bit_for_bit()
    {
        float[] floats = [float.MinValue, -0f, float.Epsilon, 1.5f, float.MaxValue, 7f];
        double[] doubles = [double.Epsilon, -1e300];
        var file = new TensorFile(
            [
                new Tensor("weights", [2, 3], floats), new Tensor("state", [2], doubles), new Tensor("nothing", [0, 4], (ReadOnlySpan<float>)[]),
                new Tensor("step", [1], (ReadOnlySpan<long>)[long.MinValue]), new Tensor("raw", [2], (ReadOnlySpan<byte>)[0, 255]),
            ],
            new Dictionary<string, string> { ["json"] = """{"a":"b\n"}""" });

        TensorFile read = TensorReader.Read(new MemoryStream(Bytes(file)), "memory");

        Assert.Equal(file.Metadata, read.Metadata);
        Assert.Equal([2, 3], read.Find("weights")!.Shape);
        Assert.Equal(floats.Select(BitConverter.SingleToInt32Bits), read.Find("weights")!.ToArray<float>().Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(doubles, read.Find("state")!.ToArray<double>());
        Assert.Equal([0, 4], read.Find("nothing")!.Shape);
        Assert.Empty(read.Find("nothing")!.ToArray<float>());
        Assert.Equal([long.MinValue], read.Find("step")!.ToArray<long>());
        Assert.Equal([0, 255], read.Find("raw")!.ToArray<byte>());
        Assert.Null(read.Find("absent"));
        Assert.Throws<InvalidOperationException>(() => read.Find("weights")!.ToArray<double>());
    }

    [Fact]
    public void A_shape_that_does_not_hold_its_values_and_a_name_used_twice_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Tensor("a", [2, 2], (ReadOnlySpan<float>)[1, 2, 3]));
        var twice = new Tensor("a", [1], (ReadOnlySpan<float>)[1]);
        Assert.Throws<ArgumentException>(() => Bytes(new TensorFile([twice, twice], new Dictionary<string, string>())));
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        string folder = Directory.CreateTempSubdirectory("scoresde").FullName;
        try
        {
            string path = Path.Combine(folder, "model.safetensors");
            var good = new Tensor("a", [1], (ReadOnlySpan<float>)[1]);
            TensorWriter.Write(path, new TensorFile([good], new Dictionary<string, string>()));
            byte[] before = File.ReadAllBytes(path);

            Assert.Throws<ArgumentException>(() => TensorWriter.Write(path, new TensorFile([good, good], new Dictionary<string, string>())));

            Assert.Equal([path], Directory.GetFiles(folder));
            Assert.Equal(before, File.ReadAllBytes(path));
            string nowhere = Path.Combine(folder, "absent", "model.safetensors");
            Assert.Contains(nowhere, Assert.Throws<CheckpointException>(
                () => TensorWriter.Write(nowhere, new TensorFile([], new Dictionary<string, string>()))).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] Bytes(TensorFile file)
    {
        using var stream = new MemoryStream();
        TensorWriter.Write(stream, file);
        return stream.ToArray();
    }
}

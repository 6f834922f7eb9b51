using System.Buffers.Binary;
using System.Text;
using ScoreSde.Checkpoints;

namespace ScoreSde.Tests.Checkpoints;

/// <summary>What the head of a safetensors file may hold is taken up to its end, and refused beyond in a sentence.</summary>
public sealed class TensorBoundsTests
{
    /// <summary>No tensor is read here: a shape that is taken is found to need more bytes than follow.</summary>
    [Theory]
    [InlineData("U8", "2147483647", 2147483647, false)]
    [InlineData("U8", "2147483648", 2147483648, true)]
    [InlineData("U8", "2, 1073741823", 2147483646, false)]
    [InlineData("U8", "2, 1073741824", 2147483648, true)]
    [InlineData("F32", "536870911", 2147483644, false)]
    [InlineData("F32", "536870912", 2147483648, true)]
    [InlineData("I64", "268435455", 2147483640, false)]
    [InlineData("F64", "268435456", 2147483648, true)]
    [InlineData("F64", "0, 2147483648", 0, true)]
    public void A_tensor_has_at_most_the_bytes_of_an_array(string type, string shape, long bytes, bool isTooLarge)
    {
        string told = Refusal($$$"""{"a":{"dtype":"{{{type}}}","shape":[{{{shape}}}],"data_offsets":[0,{{{bytes}}}]}}""")!;
        Assert.Equal(isTooLarge ? $"x: is damaged: tensor a of shape [{shape}] is too large." : $"x: is truncated: its tensors need {bytes} bytes, it has 0.", told);
    }

    [Fact]
    public void Tensors_words_and_axes_are_counted()
    {
        Assert.Null(Refusal(Tensors(20_000)));
        Assert.Equal("x: is damaged: there are more than 20000 tensors.", Refusal(Tensors(20_001)));
        Assert.Null(Refusal(Words(10_000)));
        Assert.Equal("x: is damaged: there are more than 10000 entries of metadata.", Refusal(Words(10_001)));
        Assert.Null(Refusal(Axes(16)));
        Assert.Equal("x: is damaged: the shape of tensor a are more than 16 numbers.", Refusal(Axes(17)));
        Assert.Equal("x: is damaged: tensor a has no list shape.", Refusal("""{"a":{"dtype":"F32","shape":0,"data_offsets":[0,0]}}"""));
        Assert.Equal("x: is damaged: tensor a has no list data_offsets.", Refusal("""{"a":{"dtype":"F32","shape":[0],"data_offsets":"0"}}"""));
        Assert.Equal("x: is damaged: tensor a has no list data_offsets.", Refusal("""{"a":{"dtype":"F32","shape":[0]}}"""));

        static string Tensors(int count) => $"{{{string.Join(',', Enumerable.Range(0, count).Select(static i => $$$"""
            "{{{i}}}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}
            """))}}}";
        static string Words(int count) => $"{{\"__metadata__\":{{{string.Join(',', Enumerable.Range(0, count).Select(static i => $"\"{i}\":\"\""))}}}}}";
        static string Axes(int count) => $$$"""{"a":{"dtype":"U8","shape":[0{{{string.Concat(Enumerable.Repeat(",1", count - 1))}}}],"data_offsets":[0,0]}}""";
    }

    [Fact]
    public void Types_are_those_of_the_format()
    {
        Assert.Throws<InvalidOperationException>(() => new Tensor("a", [1], [1f]).ToArray<double>());
        Assert.Contains("No tensor holds elements of type Int16", Assert.Throws<InvalidOperationException>(() => new Tensor("a", [1], [1f]).ToArray<short>()).Message, StringComparison.Ordinal);
        Assert.Equal("type", Assert.Throws<ArgumentOutOfRangeException>(() => ((TensorType)9).Size()).ParamName);
        Assert.Equal([4, 8, 8, 1], new[] { TensorType.F32, TensorType.F64, TensorType.I64, TensorType.U8 }.Select(static type => type.Size()));
    }

    /// <summary>A folder stands where the file should be written.</summary>
    [Fact]
    public void A_file_that_cannot_be_written_is_named()
    {
        string folder = Directory.CreateTempSubdirectory("scoresde").FullName;
        try
        {
            Assert.StartsWith($"{folder}: cannot be written: ", Assert.Throws<CheckpointException>(() => TensorWriter.Write(folder, new TensorFile([], new Dictionary<string, string>()))).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    private static string? Refusal(string header)
    {
        byte[] head = Encoding.UTF8.GetBytes(header);
        var file = new byte[8 + head.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, head.Length);
        head.CopyTo(file, 8);
        try
        {
            TensorReader.Read(new MemoryStream(file), "x");
            return null;
        }
        catch (CheckpointException refused)
        {
            return refused.Message;
        }
    }
}

using System.Buffers.Binary;
using System.IO.Pipes;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ScoreSde.Checkpoints;

namespace ScoreSde.Tests.Checkpoints;

public sealed class TensorReaderTests
{
    private const string TwoFloats = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    [Fact]
    public void A_header_without_padding_or_metadata_is_read()
    {
        TensorFile file = Read(Bytes(TwoFloats, 8));
        Assert.Equal([0f, 0f], file.Tensors.Single().ToArray<float>());
        Assert.Empty(file.Metadata);
    }

    [Theory]
    [InlineData(TwoFloats, 7, "is truncated: its tensors need 8 bytes, it has 7")]
    [InlineData(TwoFloats, 9, "1 bytes follow the last tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", 8, "its header is not JSON")]
    [InlineData("""{"\uD800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "its header is not JSON")]
    [InlineData("[]", 0, "the header is not a JSON object")]
    [InlineData("""{"a":3}""", 0, "the entry of tensor a is not a JSON object")]
    [InlineData("""{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}""", 4, "has the element type BF16")]
    [InlineData("""{"a":{"dtype":"f32","shape":[2],"data_offsets":[0,8]}}""", 8, "has the element type f32")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", 8, "has the element type (none)")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "needs 12 bytes, its offsets span 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "the shape of tensor a are not all whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", 8, "the shape of tensor a are not all whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,8]}}""", 8, "tensor a has no list shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "are not a beginning and an end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}""", 8, "are not a beginning and an end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[65536,65536,65536,65536],"data_offsets":[0,8]}}""", 8, "is too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807],"data_offsets":[0,8]}}""", 8, "is too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[500000000],"data_offsets":[0,2000000000]}}""", 8, "is truncated: its tensors need 2000000000 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "tensor b overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "tensor a leaves a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", 16, "the name a occurs twice")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "the metadata under k is not a string")]
    [InlineData("""{"__metadata__":[]}""", 0, "__metadata__ is not a JSON object")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", 0, "the metadata key k occurs twice")]
    public void A_file_that_is_not_exactly_as_the_format_says_is_refused_with_the_reason(string header, int dataLength, string reason)
    {
        CheckpointException exception = Assert.Throws<CheckpointException>(() => Read(Bytes(header, dataLength)));
        Assert.StartsWith("model.safetensors: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ulong.MaxValue, "its first eight bytes are not the length of a header")]
    [InlineData(200_000_000, "its first eight bytes are not the length of a header")]
    [InlineData(1000, "is truncated: its header of 1000 bytes is longer than the 8 bytes that follow")]
    public void A_header_length_beyond_the_file_is_refused_before_anything_is_allocated(ulong length, string reason)
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        CheckpointException exception = Assert.Throws<CheckpointException>(() => Read(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_of_a_file_is_refused()
    {
        byte[] whole = Bytes(TwoFloats, 8);
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Throws<CheckpointException>(() => Read(whole[..length]));
        }
    }

    [Fact]
    public void A_damaged_byte_gives_a_checkpoint_exception_or_a_file_but_never_another_failure()
    {
        byte[] whole = Bytes(TwoFloats, 8);
        Arbitrary<(int, int)> damage = Gen.Choose(0, whole.Length - 1).SelectMany(_ => Gen.Choose(0, 255), (at, value) => (at, value)).ToArbitrary();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(17, 3),
            Prop.ForAll(damage, change =>
            {
                byte[] damaged = [.. whole];
                damaged[change.Item1] = (byte)change.Item2;
                try
                {
                    return Read(damaged).Tensors.Count <= 1;
                }
                catch (CheckpointException)
                {
                    return true;
                }
            }));
    }

    // 4 MiB are free; beyond that a head may be as long as what follows, as that of a wide network for data of many columns is.
    [Theory]
    [InlineData(4 << 20, 0, true)]
    [InlineData((4 << 20) + 1, 0, false)]
    [InlineData(5 << 20, (1 << 20) - 4, false)]
    [InlineData(5 << 20, 1 << 20, true)]
    [InlineData(20 << 20, 16 << 20, true)]
    public void A_header_is_as_long_as_its_tensors_allow(int headLength, int dataLength, bool isRead)
    {
        string header = $$$"""{"a":{"dtype":"F32","shape":[{{{dataLength / 4}}}],"data_offsets":[0,{{{dataLength}}}]}}""".PadRight(headLength);
        if (isRead)
        {
            Assert.Equal(dataLength, Assert.Single(Read(Bytes(header, dataLength)).Tensors).Bytes.Length);
            return;
        }

        string told = Assert.Throws<CheckpointException>(() => Read(Bytes(header, dataLength))).Message;
        Assert.Contains($"has a header of {headLength} bytes; this program reads at most 4194304 and as many as the {dataLength} of its tensors", told, StringComparison.Ordinal);
    }

    /// <summary>What comes through a pipe, whose length nobody knows, is read as a file is, in as many pieces as it comes in.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(16_381)]
    [InlineData(200_000)]
    public async Task A_pipe_is_read_as_a_file(int count)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        byte[] content = Bytes($$$"""{"a":{"dtype":"F32","shape":[{{{count}}}],"data_offsets":[0,{{{4 * count}}}]}}""", 4 * count);
        for (int i = 0; i < 4 * count; i++)
        {
            content[content.Length - 1 - i] = (byte)(i * 7 % 100);
        }

        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        Task written = Task.Run(() =>
        {
            pipe.Write(content);
            pipe.Dispose();
        });
        TensorFile read = TensorReader.Read($"/proc/self/fd/{pipe.GetClientHandleAsString()}");
        await written;
        Assert.Equal(Read(content).Tensors.Single().ToArray<float>(), read.Tensors.Single().ToArray<float>());
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_named()
    {
        Assert.Contains("there is no such file", Assert.Throws<CheckpointException>(() => TensorReader.Read("absent.safetensors")).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<CheckpointException>(() => TensorReader.Read(Path.GetTempPath())).Message, StringComparison.Ordinal);
    }

    private static TensorFile Read(byte[] bytes) => TensorReader.Read(new MemoryStream(bytes), "model.safetensors");

    private static byte[] Bytes(string header, int dataLength)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] bytes = new byte[8 + text.Length + dataLength];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)text.Length);
        text.CopyTo(bytes, 8);
        return bytes;
    }
}

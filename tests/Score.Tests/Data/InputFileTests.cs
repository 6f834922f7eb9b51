using System.IO.Pipes;
using ScoreSde.Data;
using ScoreSde.Data.Files;

namespace ScoreSde.Tests.Data;

public sealed class InputFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_plain_file_has_bytes()
    {
        Assert.True(InputFile.IsPlain(folder.Write("one", [1])));
        Assert.False(InputFile.IsPlain(folder.Write("none", [])));
        Assert.False(InputFile.IsPlain(folder.File("missing")));
        Assert.False(InputFile.IsPlain(Path.GetDirectoryName(folder.File("missing"))!));
        Assert.False(InputFile.IsPlain("\0"));
    }

    [Fact]
    public void An_empty_file_is_read_as_empty()
    {
        using Stream stream = InputFile.Open(folder.Write("none", []));
        Assert.Equal(0, stream.Length);
    }

    /// <summary>A pipe is read to its end, however many pieces it comes in; not one byte more than the limit is taken.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(99_999)]
    [InlineData(100_000)]
    [InlineData(100_001)]
    [InlineData(140_000)]
    public async Task A_pipe_is_read_wholly_up_to_a_limit(int count)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        const int Most = 100_000;
        byte[] content = [.. Enumerable.Range(0, count).Select(static i => (byte)(i * 7))];
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        string path = $"/proc/self/fd/{pipe.GetClientHandleAsString()}";
        Task written = Task.Run(() =>
        {
            pipe.Write(content);
            pipe.Dispose();
        });
        if (count <= Most)
        {
            using Stream stream = InputFile.Open(path, Most);
            var read = new byte[count];
            Assert.Equal(count, stream.Length);
            stream.ReadExactly(read);
            Assert.Equal(content, read);
        }
        else
        {
            DataFileException refusal = Assert.Throws<DataFileException>(() => InputFile.Open(path, Most));
            Assert.Contains("a pipe that gives more than 100000 bytes", refusal.Message, StringComparison.Ordinal);
        }

        await written;
    }
}

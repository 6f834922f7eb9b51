using System.IO.Pipes;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>A network may come through a pipe, as from <c>&lt;(cat FILE)</c>: it is read once, to its end.</summary>
[Trait("Category", "Once")]
public sealed class PipedModelTests
{
    [Theory]
    [InlineData("digits")]
    [InlineData("fashion")]
    public async Task A_network_from_a_pipe_is_that_of_the_file(string name)
    {
        string file = Repository.PathTo($"models/{name}.safetensors");
        string[] words = ["sample", "--solver", "ddim", "--steps", "1", "--count", "1", "--out", "-", "--model"];
        if (!OperatingSystem.IsLinux())
        {
            // There a pipe has no name among the files.
            Assert.NotEmpty(Bytes([.. words, file]));
            return;
        }

        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        Task written = Task.Run(async () =>
        {
            await using FileStream source = File.OpenRead(file);
            await source.CopyToAsync(pipe);
            await pipe.DisposeAsync();
        });
        byte[] piped = Bytes([.. words, $"/proc/self/fd/{pipe.GetClientHandleAsString()}"]);
        await written.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(Bytes([.. words, file]), piped);
    }

    private static byte[] Bytes(string[] words)
    {
        using var bytes = new MemoryStream();
        using var talk = new StringWriter();
        Assert.True(Cli.App.Run(words, new Cli.Output.Terminal(TextWriter.Null, talk) { OpenBytes = () => bytes }) == Cli.App.Done, talk.ToString());
        return bytes.ToArray();
    }
}

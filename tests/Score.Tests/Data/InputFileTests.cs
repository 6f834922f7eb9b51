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
}

using ScoreSde.Cli.Output;
using ScoreSde.Cli.Restoring;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Restoring;

public sealed class RestoreRunTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_that_gives_no_numbers_ends_with_the_method_and_writes_nothing()
    {
        RestoreSettings settings = MadeRestoration.Settings(new NumberlessModel(), 0.5, 2, method: "ddrm") with { Folder = folder["d"] };
        using var results = new StringWriter { NewLine = "\n" };
        string told = Assert.Throws<DivergedRestorationException>(() => RestoreRun.Execute<double>(settings, new Terminal(results, TextWriter.Null))).Message;
        Assert.Matches("^Method 'ddrm' diverged: ddrm.* gave a value that is not finite in step 1, at time 0?.?[0-9]+, first in sample 0\\. Its steps are too long", told);
        Assert.Equal("", results.ToString());
        Assert.Empty(folder.Files);
    }
}

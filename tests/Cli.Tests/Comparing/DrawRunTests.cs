using ScoreSde.Cli;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Comparing;

/// <summary>Samples of a comparison in a file.</summary>
[Trait("Category", "Once")]
public sealed class DrawRunTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_drawing_that_is_stopped_leaves_nothing()
    {
        ProgramRun run = ProgramRun.Of(new CancellationToken(canceled: true), "compare", "--model", "mixture8", "--solvers", "em", "--nfe", "5", "--count", "20", "--out", folder["p.npy"]);
        Assert.Equal(App.Failed, run.Code);
        Assert.StartsWith("scoresde: Stopped", run.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }
}

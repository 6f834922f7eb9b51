using ScoreSde.Checkpoints;
using ScoreSde.Cli.Keeping;
using ScoreSde.Cli.Output;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Keeping;

public sealed class WeightKeeperTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>A network that no place took goes to the first that takes it while the process waits, not to its own place alone.</summary>
    [Fact]
    public void Other_places_are_tried_again_too()
    {
        using var talk = new StringWriter();
        bool isFull = true;
        string target = folder["m"];
        string kept = new WeightKeeper(target, Waiting(talk)).Keep(path =>
        {
            if (path == target || isFull)
            {
                isFull &= talk.ToString().Length == 0;
                throw new IOException("no room");
            }

            File.WriteAllText(path, "weights");
        });
        Assert.NotEqual(target, kept);
        Assert.Equal("weights", File.ReadAllText(kept));
        Assert.Contains("The network is in memory alone. Make room; trying again.", talk.ToString(), StringComparison.Ordinal);
        Assert.Equal([Path.GetFileName(kept)], folder.Files);
    }

    [Fact]
    public void Where_nothing_takes_it_it_is_told_to_be_lost()
    {
        using var talk = new StringWriter();
        CheckpointException lost = Assert.Throws<CheckpointException>(() => new WeightKeeper(folder["m"], Waiting(talk)).Keep(static _ => throw new IOException("no room")));
        Assert.Contains("No other place could be written either: the network is lost.", lost.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    private static Terminal Waiting(StringWriter talk) => new(TextWriter.Null, talk)
    {
        Patience = new() { Between = TimeSpan.FromMilliseconds(10), WithRefuge = TimeSpan.FromMilliseconds(50), WithoutRefuge = TimeSpan.FromMilliseconds(200) },
    };
}

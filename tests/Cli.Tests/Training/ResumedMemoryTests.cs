using ScoreSde.Cli;
using ScoreSde.Cli.Output;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Training;

/// <summary>A run that goes on takes as much memory as one that begins.</summary>
[Trait("Category", "Once")]
public sealed class ResumedMemoryTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_does_not_fit_is_refused_and_the_stopped_run_stays_as_it_is()
    {
        using var stop = new CancellationTokenSource();
        using var talk = new StoppingWriter("step 12 of 40", stop) { NewLine = "\n" };
        string[] words = ["train", "--data", "moons", "--steps", "40", "--width", "8", "--depth", "1", "--batch", "8", "--out", folder["m"]];
        Assert.Equal(App.Failed, App.Run(words, new Terminal(TextWriter.Null, talk) { Cancellation = stop.Token }));
        byte[] before = File.ReadAllBytes(folder["m"]);
        using var told = new StringWriter { NewLine = "\n" };
        Assert.Equal(App.BadUsage, App.Run(["train", "--resume", folder["m"], "--out", folder["m"]], new Terminal(TextWriter.Null, told) { MemoryBytes = 1 }));
        Assert.Contains("scoresde: This run needs about 80 MB of memory (the program itself), and there are 1 bytes: give a smaller --width, --depth or --batch.\n", told.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder["m"]));
        Assert.Equal(["m"], folder.Files);
    }
}

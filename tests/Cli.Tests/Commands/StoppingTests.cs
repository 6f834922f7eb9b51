using ScoreSde.Cli;
using ScoreSde.Cli.Output;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

public sealed class StoppingTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    [Trait("Category", "Once")]
    public void A_comparison_that_is_stopped_shows_and_writes_the_rows_that_are_done()
    {
        using var stop = new StopSignal();
        using var results = new StringWriter { NewLine = "\n" };

        // A bar at a terminal names the run that begins; the second of the first model stops it.
        using var talk = new BarWriter("em, 200 evaluations", () => stop.Request()) { NewLine = "\n" };
        var terminal = new Terminal(results, talk) { Cancellation = stop.Token, Stop = stop, ErrorIsTerminal = true, Width = 200 };
        int code = App.Run(["compare", "--model", "gaussian", "--solvers", "euler,em", "--nfe", "200", "--count", "20000", "--csv", folder["r.csv"]], terminal);
        Assert.Equal(App.Failed, code);
        Assert.Contains("Stopped before the end; 1 of 2 rows are done.", talk.ToString(), StringComparison.Ordinal);
        Assert.Contains("euler", results.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, File.ReadAllLines(folder["r.csv"]).Length);
    }

    [Fact]
    public void More_threads_than_processors_can_carry_are_not_taken()
    {
        string[] words = ["train", "--data", "moons", "--steps", "20", "--width", "16", "--depth", "1", "--batch", "64"];
        ProgramRun.Done([.. words, "--out", folder["one"], "--threads", "1"]);
        ProgramRun many = ProgramRun.Done([.. words, "--out", folder["many"], "--threads", "1000"]);
        Assert.StartsWith($"scoresde: --threads 1000 is more than {Environment.ProcessorCount} processors can carry; taking ", many.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(folder["one"]), File.ReadAllBytes(folder["many"]));
    }

    private sealed class BarWriter(string text, Action act) : StringWriter
    {
        private bool isDone;

        public override void Write(string? value)
        {
            base.Write(value);
            if (!isDone && value is not null && value.Contains(text, StringComparison.Ordinal))
            {
                isDone = true;
                act();
            }
        }
    }
}

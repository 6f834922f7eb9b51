using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>Many steps at once by <c>sample --parallel-in-time</c>.</summary>
public sealed class ParallelInTimeTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>The file is that of the run one step after the other, byte for byte; sweeps are fewer than steps, evaluations more.</summary>
    [Theory]
    [InlineData("mixture8", "ddim", "double")]
    [InlineData("digits", "em", "float")]
    public void The_file_is_that_of_the_run_one_step_after_the_other(string model, string solver, string dtype)
    {
        string[] words = ["sample", "--model", model, "--solver", solver, "--dtype", dtype, "--steps", "20", "--count", "7", "--seed", "4", "--out"];
        ProgramRun.Done([.. words, folder["one.npy"]]);
        ProgramRun run = ProgramRun.Done([.. words, folder["many.npy"], "--parallel-in-time", "20"]);
        Assert.Equal(File.ReadAllBytes(folder["one.npy"]), File.ReadAllBytes(folder["many.npy"]));
        Assert.Contains("20 steps, 20 at once:", run.Error, StringComparison.Ordinal);
        Assert.Matches(@"(1[0-9]|20)\.[0-9] sweeps a sample", run.Error);
    }

    [Fact]
    public void Steps_that_ask_two_models_are_refused_as_that_and_not_for_their_solver()
    {
        ProgramRun run = ProgramRun.Of("sample", "--solver", "ddim", "--guidance", "0.3", "--cfgpp", "--parallel-in-time", "5", "--count", "3", "--out", folder["x.npy"]);
        Assert.Equal(2, run.Code);
        Assert.Contains("--parallel-in-time does not go with --cfgpp", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("not solver", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not solver 'heun'", "--solver", "heun", "--parallel-in-time", "5")]
    [InlineData("means nothing", "--solver", "dopri5", "--parallel-in-time", "5")]
    [InlineData("as 20 or 20,0.01", "--solver", "ddim", "--parallel-in-time", "0")]
    [InlineData("as 20 or 20,0.01", "--solver", "ddim", "--parallel-in-time", "5,-1")]
    [InlineData("as 20 or 20,0.01", "--solver", "ddim", "--parallel-in-time", "5,0.1,3")]
    [InlineData("does not go with --shard", "--solver", "ddim", "--parallel-in-time", "5", "--shard", "1/2")]
    [InlineData("does not go with --path", "--solver", "em", "--parallel-in-time", "5", "--path")]
    public void What_does_not_go_together_is_refused(string sentence, params string[] words)
    {
        ProgramRun run = ProgramRun.Of(["sample", "--model", "mixture8", "--count", "3", "--out", folder["x.npy"], .. words]);
        Assert.Equal(2, run.Code);
        Assert.Single(run.Error.Split('\n'), static line => line.StartsWith("scoresde: ", StringComparison.Ordinal));
        Assert.Contains(sentence, run.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }
}

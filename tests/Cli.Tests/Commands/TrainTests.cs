using ScoreSde.Cli;
using ScoreSde.Cli.Output;
using ScoreSde.Data.Npy;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

public sealed class TrainTests : IDisposable
{
    private static readonly string[] Small =
        ["train", "--data", "moons", "--steps", "40", "--width", "16", "--depth", "1", "--batch", "32", "--seed", "7"];

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_that_was_stopped_and_resumed_ends_with_the_same_file()
    {
        ProgramRun.Done([.. Small, "--out", folder["whole"], "--threads", "1"]);
        using var stop = new CancellationTokenSource();
        using var talk = new StoppingWriter("step 12 of 40", stop) { NewLine = "\n" };
        int code = App.Run([.. Small, "--out", folder["parts"]], new Terminal(TextWriter.Null, talk) { Cancellation = stop.Token });
        Assert.Equal(App.Failed, code);
        Assert.Contains("Stopped after step 12 of 40; saved.", talk.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(File.ReadAllBytes(folder["whole"]), File.ReadAllBytes(folder["parts"]));

        // What was saved can be sampled from, too.
        ProgramRun.Done("sample", "--model", folder["parts"], "--steps", "2", "--count", "3", "--out", folder["x.npy"]);
        ProgramRun resumed = ProgramRun.Done("train", "--resume", "--out", folder["parts"]);
        Assert.Contains("going on after step 12 of 40", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(folder["whole"]), File.ReadAllBytes(folder["parts"]));
    }

    [Fact]
    public void A_network_trained_on_a_file_is_judged_by_that_file()
    {
        var values = new float[150 * 3];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = MathF.Sin(i);
        }

        NpyWriter<float>.Save(folder["d.npy"], values, 3);
        ProgramRun.Done("train", "--data", folder["d.npy"], "--out", folder["m"], "--steps", "5", "--width", "8", "--depth", "0", "--batch", "8", "--process", "ve", "--weighting", "uniform", "--predict", "noise");
        string table = ProgramRun.Done("compare", "--model", folder["m"], "--data", folder["d.npy"], "--solvers", "pc-snr", "--nfe", "4", "--count", "20", "--all").Out;
        Assert.Contains("ve (geometric:0.01,50)", table, StringComparison.Ordinal);
        Assert.Contains("120 real training rows against the 30 held-out rows", Assert.Single(ProgramRun.Done(
            "compare", "--model", folder["m"], "--data", folder["d.npy"], "--solvers", "em", "--nfe", "4", "--count", "200").Out.Split('\n'), line => line.StartsWith("floor: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        ProgramRun wrong = ProgramRun.Of("compare", "--model", folder["m"], "--data", "digits", "--solvers", "em", "--nfe", "4", "--count", "20");
        Assert.Equal(App.Failed, wrong.Code);
        Assert.Contains("64 numbers, those of the network 3", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_without_a_terminal_is_ten_lines()
    {
        ProgramRun run = ProgramRun.Done([.. Small, "--out", folder["m"]]);
        Assert.Equal(10, run.Error.Split('\n').Count(line => line.StartsWith("step ", StringComparison.Ordinal)));
        Assert.StartsWith($"{folder["m"]}: 40 steps, loss ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_of_a_law_is_judged_by_the_law()
    {
        ProgramRun.Done("train", "--data", "mixture8", "--out", folder["m"], "--steps", "5", "--width", "8", "--depth", "1", "--batch", "8", "--process", "subvp", "--schedule", "cosine");
        string table = ProgramRun.Done("compare", "--model", folder["m"], "--solvers", "ddpm-analytic", "--nfe", "4", "--count", "50", "--dtype", "double", "--all").Out;
        Assert.Contains("subvp (cosine), grid balanced, 50 samples, double", table, StringComparison.Ordinal);
        Assert.Contains("Δ ln p", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flow", null, "flow")]
    [InlineData("flow", null, "velocity")]
    [InlineData("flow", null, "noise")]
    [InlineData("vp", "zero-snr:ddpm", "velocity")]
    [InlineData("ve", "edm:10", "data")]
    public void Flows_and_schedules_that_end_at_pure_noise_are_trained_on_and_sampled(string process, string? schedule, string prediction)
    {
        string[] clock = schedule is null ? [] : ["--schedule", schedule];
        ProgramRun.Done(["train", "--data", "mixture8", "--out", folder["m"], "--steps", "5", "--width", "8", "--depth", "1", "--batch", "8", "--process", process, "--predict", prediction, "--weighting", "flow", .. clock]);
        ProgramRun run = ProgramRun.Done("sample", "--model", folder["m"], "--steps", "3", "--count", "4", "--out", folder["s"]);
        Assert.Contains($"({process}, ", run.Error, StringComparison.Ordinal);
        ProgramRun.Done("likelihood", "--model", folder["m"], "--count", "4", "--steps", "20");
    }

    [Fact]
    public void A_chain_by_name_is_trained_on_kept_in_the_file_and_taken_by_every_verb()
    {
        using var folder = new Folder();
        ProgramRun.Done("train", "--data", "mixture8", "--out", folder["m"], "--steps", "5", "--width", "8", "--depth", "1", "--batch", "8", "--schedule", "ddpm:0.0001,0.02,500");
        Assert.Contains("ddpm:0.0001,0.02,500", ProgramRun.Done("sample", "--model", folder["m"], "--steps", "3", "--count", "4", "--out", folder["s"]).Error, StringComparison.Ordinal);
        Assert.Contains("cosine-ddpm:100", ProgramRun.Done("forward", "--model", "gaussian", "--schedule", "cosine-ddpm:100", "--count", "10").Out, StringComparison.Ordinal);
        ProgramRun.Done("compare", "--model", "gaussian", "--schedule", "scaled-linear", "--solvers", "ddim", "--nfe", "4", "--samples", "64");
        ProgramRun.Done("verify", "--schedule", "sigmoid", "--only", "schedule-*", "--cases", "3");
        Assert.Contains("takes first,last,T", ProgramRun.Of("forward", "--schedule", "ddpm:1", "--model", "gaussian").Error, StringComparison.Ordinal);
    }
}

using ScoreSde.Cli;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>What verbs take where no word says: solvers, models, frames, orders of rows, settings of a network that is trained on.</summary>
public sealed class DefaultsOfVerbsTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--path --nfe 8", "mixture8: distance to the exact paths", "em", "ddpm-posterior", "sde-dpmpp-2m", "stochastic-heun", "shark")]
    [InlineData("--model NETWORKS/exact.onnx --nfe 4", "NETWORKS/exact.onnx: distance to the network's own flow", "ddim", "heun", "dpmpp-2m", "unipc-2")]
    [InlineData("--model digits --guidance 0.5 --cfgpp --nfe 8", "digits, CFG++ 0.5: energy distance", "em", "ddpm-posterior", "ddim")]
    public void Solvers_are_compared_that_the_measure_suits(string words, string title, params string[] solvers)
    {
        string networks = Repository.PathTo("tests/Score.Onnx.Tests/Networks");
        string table = ProgramRun.Done(["compare", "--count", "20", .. words.Replace("NETWORKS", networks, StringComparison.Ordinal).Split(' ')]).Out.Replace(networks, "NETWORKS", StringComparison.Ordinal);
        Assert.StartsWith($"{title} by ", table, StringComparison.Ordinal);
        Assert.Equal(solvers, table.Split('\n').SkipWhile(static line => !line.StartsWith('─')).Skip(1).TakeWhile(static line => line.Length > 0).Select(static line => line.Trim().Split(' ')[0]));
    }

    [Theory]
    [InlineData("--solvers ddim --guidance 2", "NFE ≤ 4")]
    [InlineData("--solvers heun", "NFE ≤ 3")]
    public void The_budget_of_a_grid_from_a_file_is_what_its_steps_cost(string words, string budget)
    {
        File.WriteAllText(folder["g.txt"], "1\n0.5\n0\n");
        string table = ProgramRun.Done(["compare", "--model", "digits", "--count", "20", "--grid", folder["g.txt"], .. words.Split(' ')]).Out;
        Assert.Contains($" {budget} ", table, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Once")]
    public void Solvers_of_several_costs_are_not_compared_on_a_grid_from_a_file()
    {
        File.WriteAllText(folder["g.txt"], "1\n0.5\n0\n");
        ProgramRun run = ProgramRun.Of("compare", "--model", "digits", "--solvers", "ddim,heun", "--grid", folder["g.txt"]);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains($"scoresde: Grid '{folder["g.txt"]}' has 2 steps, for which these solvers need 2, 3 evaluations; compare --solvers of one cost on it.\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_of_a_forward_process_are_shown_in_their_order()
    {
        string[] lines = ProgramRun.Done("forward", "--model", "gaussian", "--times", "1,0,0.5,0.25", "--count", "4").Out.Split('\n');
        Assert.Equal(["0", "0.25", "0.5", "1"], lines.SkipWhile(static line => !line.StartsWith('─')).Skip(1).TakeWhile(static line => line.Length > 0).Select(static line => line.Trim().Split(' ')[0]));
    }

    [Theory]
    [InlineData("forward --model gaussian --count 4", "0", "0.1", "0.2", "0.4", "0.6", "0.8", "1")]
    [InlineData("variances --model gaussian", "5", "10", "50", "1000")]
    public void Times_and_steps_of_no_words_are_shown(string line, params string[] first)
    {
        string[] lines = ProgramRun.Done(line.Split(' ')).Out.Split('\n');
        Assert.Equal(first, lines.SkipWhile(static line => !line.StartsWith('─')).Skip(1).TakeWhile(static line => line.Length > 0).Select(static line => line.Trim().Split(' ')[0]));
    }

    [Theory]
    [InlineData("restore --model gaussian --task compressed:1 --method ddrm", "gaussian, compressed:1: 1 of 2 numbers, σ_y = 0.125, ddrm, 100 samples\n", "grid balanced: 100 steps, 100 evaluations, seed 0, cpu")]
    [InlineData("restore --model gaussian --task compressed:1 --steps 3 --count 2", "σ_y = 0.125, pigdm, 2 samples\n", "grid balanced: 3 steps, ")]
    [InlineData("restore --model gaussian --task compressed:1 --noise 1 --method twisted --steps 3 --count 2", " least effective particles of 64 ", "twisted")]
    [InlineData("restore --model gaussian --task compressed:1 --method ddrm --steps 3 --ranks 4", "among 9 samples given", "4 truths, 9 samples of each by 2 methods, heun, cpu")]
    [InlineData("restore --model digits --method replacement --steps 12 --count 2", "digits, inpaint: 48 of 64 numbers, σ_y = 1.00, replacement, 2 samples\n", "grid balanced: 12 steps, ")]
    [InlineData("likelihood --model gaussian --count 2 --steps 32 --divergence hutchinson --probes 8", "gaussian: vp (linear:0.1,20), 2 rows of gaussian, rk4-sigma, grid lambda, 32 steps, hutchinson divergence, seed 0\n", "")]
    [InlineData("likelihood --model gaussian --count 2", " 129 steps, exact divergence, seed 0\n", "")]
    [InlineData("grid --model gaussian --steps 2", "ipndm, 2 steps: ", "")]
    [InlineData("grid --model gaussian --solver ddim", "ddim, 16 steps: ", "")]
    public void What_no_word_says_is_told(string line, string inResults, string inTalk)
    {
        ProgramRun run = ProgramRun.Done(line.Split(' '));
        Assert.Contains(inResults, run.Out, StringComparison.Ordinal);
        Assert.Contains(inTalk, run.Out + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_likelihood_of_no_words_takes_eight_probes()
    {
        string[] words = ["likelihood", "--model", "gaussian", "--count", "2", "--steps", "32", "--divergence", "hutchinson"];
        string usual = ProgramRun.Done(words).Out;
        Assert.Equal(usual, ProgramRun.Done([.. words, "--probes", "8"]).Out);
        Assert.NotEqual(usual, ProgramRun.Done([.. words, "--probes", "7"]).Out);
    }

    /// <summary>A network that is trained on keeps what no word says, and draws others than it has seen: under the next seed.</summary>
    [Fact]
    public void A_network_is_trained_on_with_its_own_settings_where_no_word_says()
    {
        string[] run = ["--batch", "8", "--lr", "0.03", "--weighting", "likelihood", "--times", "log-normal", "--label-dropout", "0.5"];
        ProgramRun.Done(["train", "--data", "digits", "--out", folder["m"], "--steps", "3", "--width", "8", "--depth", "1", "--seed", "5", .. run]);
        byte[] usual = TrainedOn();
        Assert.Equal(usual, TrainedOn([.. run, "--seed", "6"]));
        Assert.NotEqual(usual, TrainedOn("--seed", "5"));
        Assert.NotEqual(usual, TrainedOn("--batch", "9"));
        Assert.NotEqual(usual, TrainedOn("--lr", "0.02"));
        Assert.NotEqual(usual, TrainedOn("--weighting", "min-snr"));
        Assert.NotEqual(usual, TrainedOn("--times", "uniform"));
        Assert.NotEqual(usual, TrainedOn("--label-dropout", "0"));
    }

    [Theory]
    [Trait("Category", "Once")]
    [InlineData("list grids --all", "--all means nothing for 'grids': it adds solvers.")]
    [InlineData("export --model gaussian --out x.onnx", "Model 'gaussian' is no network of this program, so there is nothing to export.")]
    [InlineData("export --out x.txt", "Nothing would be kept: give --out FILE.onnx.")]
    [InlineData("export", "Nothing would be kept: give --out FILE.onnx.")]
    [InlineData("forward --model powerlaw64 --image x.png --count 4", "Model 'powerlaw64' has 64 numbers a sample, neither a picture nor a point of the plane or the line, so --image cannot show it.")]
    [InlineData("describe nothing.onnx", "There is no ONNX or TorchScript file 'nothing.onnx', nor a folder with model.onnx and scheduler_config.json.")]
    public void Words_that_can_make_nothing_are_told(string line, string sentence)
    {
        ProgramRun run = ProgramRun.Of(line.Split(' '));
        Assert.Equal(App.BadUsage, run.Code);
        Assert.StartsWith($"scoresde: {sentence}\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Category", "Once")]
    [InlineData("--version")]
    [InlineData("--version x")]
    [InlineData("--version --nope")]
    public void The_version_is_shown_whatever_else_is_said(string line) => Assert.Matches(@"^scoresde \d+\.\d+\.\d+\n$", ProgramRun.Done(line.Split(' ')).Out);

    private byte[] TrainedOn(params string[] words)
    {
        ProgramRun.Done(["train", "--from", folder["m"], "--out", folder["n"], "--steps", "3", "--overwrite", .. words]);
        return File.ReadAllBytes(folder["n"]);
    }
}

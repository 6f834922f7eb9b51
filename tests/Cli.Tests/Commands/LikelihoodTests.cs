using System.Text.Json;
using ScoreSde.Cli;
using ScoreSde.Cli.Output;
using ScoreSde.Data.Npy;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

public sealed class LikelihoodTests
{
    [Theory]
    [InlineData("float")]
    [InlineData("double")]
    public void On_mixture8_every_row_is_within_1e_4_nats_of_the_closed_form(string dtype)
    {
        using var folder = new Folder();
        ProgramRun run = ProgramRun.Done(
            "likelihood", "--model", "mixture8", "--count", "200", "--dtype", dtype, "--json", folder["a.json"], "--out", folder["a.npy"]);
        Assert.Contains("largest difference from the closed form", run.Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(folder["a.json"]));
        JsonElement root = json.RootElement;
        Assert.InRange(root.GetProperty("largestDifferenceFromClosedForm").GetDouble(), 0, 1e-4);
        Assert.Equal(200, root.GetProperty("rows").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("bitsPerDimension").ValueKind);
        NpyArray rows = NpyFile.Load(folder["a.npy"]);
        Assert.Equal([200, 3], rows.Shape);
        double mean = Enumerable.Range(0, 200).Average(i => rows.Values[3 * i]);
        Assert.InRange(mean - root.GetProperty("meanLogDensity").GetDouble(), -1e-5, 1e-5);
    }

    [Theory]
    [InlineData("vp", "linear:0.1,20")]
    [InlineData("vp", "cosine")]
    [InlineData("subvp", "cosine")]
    [InlineData("ve", "geometric:0.01,50")]
    public void The_defaults_suit_every_process_and_schedule(string process, string schedule)
    {
        foreach (string model in new[] { "gaussian", "mixture8" })
        {
            using var folder = new Folder();
            ProgramRun.Done("likelihood", "--model", model, "--process", process, "--schedule", schedule, "--count", "50", "--dtype", "double", "--json", folder["a.json"]);
            using var json = JsonDocument.Parse(File.ReadAllText(folder["a.json"]));
            Assert.InRange(json.RootElement.GetProperty("largestDifferenceFromClosedForm").GetDouble(), 0, 1e-3);
        }
    }

    [Fact]
    public void An_error_that_is_large_beside_the_value_is_said_and_is_a_failure()
    {
        // Off by 17 nats where the steps' own estimate says 8.
        ProgramRun run = Steep("--steps", "129");
        Assert.Equal(App.Failed, run.Code);
        Assert.Contains("so these values cannot be trusted", run.Error, StringComparison.Ordinal);
        Assert.Contains("mean ln p", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_that_nobody_chose_are_halved_until_their_error_is_small_beside_the_value()
    {
        using var folder = new Folder();
        ProgramRun run = Steep("--json", folder["a.json"]);
        Assert.True(run.Code == App.Done, run.Error);
        Assert.Contains("129 steps left too large an error beside the value: refined to 2049.", run.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(folder["a.json"]));
        Assert.Equal(2049, json.RootElement.GetProperty("steps").GetInt32());
        Assert.InRange(json.RootElement.GetProperty("largestDifferenceFromClosedForm").GetDouble(), 0, 0.1);

        // Four evaluations a step and as many products with the Jacobian, two dimensions at two each, over five runs and five of half their steps.
        Assert.InRange(json.RootElement.GetProperty("evaluations").GetInt32(), 4 * 3 * 1.5 * 2049, 4 * 5 * 1.5 * 2 * 2049);
        ProgramRun usual = ProgramRun.Done("likelihood", "--model", "gaussian", "--count", "5");
        Assert.DoesNotContain("refined", usual.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_that_do_not_help_end_at_sixteen_times_their_number_with_exit_code_1()
    {
        ProgramRun run = Steep("--solver", "ddim");
        Assert.Equal(App.Failed, run.Code);
        Assert.Contains("refined to 2049", run.Error, StringComparison.Ordinal);
        Assert.Contains("cannot be trusted. More --steps than 2049", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", App.BadUsage)]
    [InlineData("2", App.Done)]
    public void A_bound_has_a_step_between_its_ends(string levels, int code) =>
        Assert.Equal(code, ProgramRun.Of("likelihood", "--model", "gaussian", "--count", "2", "--steps", "129", "--bound", levels).Code);

    [Fact]
    public void A_bound_asks_no_network_below_its_times()
    {
        ProgramRun run = ProgramRun.Of("likelihood", "--model", "digits", "--count", "2", "--bound", "2000");
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains("--bound 2000 asks at t = 0.0005, but model 'digits' knows no time below 0.001: at most 1000 steps.", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Who reads lines is told once a stage how long it takes, and what takes less; who watches a terminal has a bar with the stage.</summary>
    [Fact]
    public void A_long_run_says_what_takes_the_time()
    {
        string[] words = ["likelihood", "--model", "digits", "--count", "2", "--steps", "33", "--divergence", "hutchinson", "--probes", "1", "--bound", "4", "--weighted", "2"];
        using var talk = new StringWriter();
        Assert.Equal(App.Done, App.Run(words, new Terminal(TextWriter.Null, talk) { BeforeNotice = TimeSpan.Zero }));
        string told = talk.ToString();
        Assert.Matches(@"ln p in 33 steps: [0-9.]+ % done after 0 s, about [0-9]+:[0-9]{2} left\. ln p of a row is what takes the time: a smaller --count", told);
        Assert.Matches(@"the bound of 4 steps: [0-9.]+ % done after 0 s, about [0-9]+:[0-9]{2} left\.\r?\n", told);
        Assert.Matches(@"the bound of 2 weighted paths: [0-9.]+ % done after 0 s, about [0-9]+:[0-9]{2} left\. A smaller --weighted or --count takes less\.\r?\n", told);
        Assert.Equal(3, told.Split("% done").Length - 1);
        Assert.DoesNotContain("% done", ProgramRun.Done(words).Error, StringComparison.Ordinal);

        using var bar = new StringWriter();
        App.Run(words, new Terminal(TextWriter.Null, bar) { ErrorIsTerminal = true, Width = 200, BetweenDrawings = TimeSpan.Zero });
        Assert.Contains(", ln p in 33 steps", bar.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("% done", bar.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_probe_has_no_standard_error_and_none_is_shown()
    {
        string[] words = ["likelihood", "--model", "digits", "--divergence", "hutchinson", "--count", "2", "--steps", "33", "--probes"];
        ProgramRun one = ProgramRun.Done([.. words, "1"]);
        Assert.DoesNotContain("NaN", one.Out, StringComparison.Ordinal);
        Assert.Contains("One probe a row", one.Out, StringComparison.Ordinal);
        Assert.Contains("standard error of the probes", ProgramRun.Done([.. words, "2"]).Out, StringComparison.Ordinal);
    }

    private static ProgramRun Steep(params string[] more) =>
        ProgramRun.Of(["likelihood", "--model", "gaussian", "--schedule", "cosine", "--grid", "quadratic", "--count", "50", .. more.Contains("--solver") ? [] : new[] { "--solver", "rk4-t" }, .. more]);

    [Fact]
    public void Digits_have_bits_per_number_and_a_bound_beside_it()
    {
        using var folder = new Folder();
        ProgramRun.Done(
            "likelihood", "--model", "digits", "--count", "4", "--divergence", "hutchinson", "--probes", "2", "--steps", "64",
            "--bound", "20", "--json", folder["a.json"]);
        using var json = JsonDocument.Parse(File.ReadAllText(folder["a.json"]));
        JsonElement root = json.RootElement;
        Assert.True(root.GetProperty("dequantised").GetBoolean());
        double bits = root.GetProperty("bitsPerDimension").GetDouble();
        Assert.InRange(bits, 0.5, 4.1); // 17 levels are log2(17) = 4.09 bits
        Assert.InRange((-root.GetProperty("meanLogDensity").GetDouble() / (64 * Math.Log(2))) - bits, -1e-9, 1e-9);
        Assert.True(root.GetProperty("probeError").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Number, root.GetProperty("variationalBound").ValueKind);
    }

    [Fact]
    public void The_same_seed_gives_the_same_rows_on_any_number_of_threads()
    {
        using var folder = new Folder();
        foreach (string threads in new[] { "1", "3" })
        {
            ProgramRun.Done(
                "likelihood", "--model", "gaussian", "--count", "70", "--steps", "32", "--divergence", "hutchinson", "--probes", "2",
                "--threads", threads, "--out", folder[$"{threads}.npy"]);
        }

        Assert.Equal(File.ReadAllBytes(folder["1.npy"]), File.ReadAllBytes(folder["3.npy"]));
    }

    [Theory]
    [InlineData("is stochastic", "--solver", "em")]
    [InlineData("no divergence 'trace'", "--divergence", "trace")]
    [InlineData("--probes means nothing", "--divergence", "exact", "--probes", "3")]
    [InlineData("--steps must be", "--steps", "3")]
    [InlineData("--bound contradicts process 've'", "--process", "ve", "--bound", "100")]
    [InlineData("have 64 numbers", "--data", "digits")]
    public void Words_that_cannot_be_carried_out_are_refused(string sentence, params string[] words)
    {
        ProgramRun run = ProgramRun.Of(["likelihood", "--model", "mixture8", .. words]);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using ScoreSde.Cli;
using ScoreSde.Data.Npy;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>Runs that begin or end in nothing but noise, ᾱ_T = 0: chains, their bounds, learned variances on straight paths; and laws of times that a process does not meet.</summary>
public sealed class PureNoiseRunsTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_chain_that_ends_in_nothing_but_noise_is_walked_to_its_end()
    {
        string table = ProgramRun.Done("forward", "--model", "mixture8", "--schedule", "zero-snr:ddpm", "--chain", "10", "--count", "1000", "--times", "1").Out;
        string[] row = table.Split('\n').Single(static line => line.TrimStart().StartsWith("1 ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["1", "10", "0.00000", "1.00000"], row[..4]);

        // 2000 normal numbers: five deviations of their standard deviation.
        Assert.InRange(double.Parse(row[^1], CultureInfo.InvariantCulture), 1 - (5 / Math.Sqrt(4000)), 1 + (5 / Math.Sqrt(4000)));
        ProgramRun refused = ProgramRun.Of("forward", "--model", "mixture8", "--chain", "2", "--schedule", "linear:1,158");
        Assert.Equal((App.BadUsage, true), (refused.Code, refused.Error.Contains("--chain 2 has too few steps", StringComparison.Ordinal)));
    }

    [Fact]
    public void Its_bounds_are_bounds_and_have_no_prior_term()
    {
        string table = ProgramRun.Done([.. "likelihood --model mixture8 --schedule zero-snr:ddpm --bound 50 --weighted 16 --count 200 --steps 65".Split(' ')]).Out;
        Assert.Equal(0, Figure("L_T "));
        Assert.InRange(Figure("variational bound on ln p"), -4, Figure("bound of 16 weighted paths on ln p"));
        Assert.InRange(Figure("bound of 16 weighted paths on ln p"), -4, Figure("mean ln p"));
        ProgramRun refused = ProgramRun.Of("likelihood", "--model", "mixture8", "--bound", "2", "--schedule", "linear:1,158");
        Assert.Equal((App.BadUsage, true), (refused.Code, refused.Error.Contains("--bound 2 has too few steps", StringComparison.Ordinal)));

        double Figure(string quantity) =>
            double.Parse(Regex.Match(table, $@"^ {Regex.Escape(quantity)} +(\S+)$", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>A network that says x̂₀ or v knows α = 0, so that it has a bound; one that says ε ends before it.</summary>
    [Fact]
    public void Variances_are_learned_on_processes_that_end_in_nothing_but_noise()
    {
        string[] train = [.. "train --data mixture8 --steps 60 --width 16 --depth 1 --learn-variance --predict velocity".Split(' ')];
        ProgramRun.Done([.. train, "--process", "flow", "--out", folder["flow.safetensors"]]);
        ProgramRun.Done([.. train, "--schedule", "zero-snr:ddpm", "--out", folder["zero.safetensors"]]);
        foreach (string model in (string[])["flow", "zero"])
        {
            ProgramRun run = ProgramRun.Done("sample", "--model", folder[$"{model}.safetensors"], "--solver", "ddpm-learned", "--steps", "8", "--count", "500", "--out", folder[$"{model}.npy"]);
            float[] samples = NpyFile.Load(folder[$"{model}.npy"]).Values;
            Assert.All(samples, static value => Assert.InRange(value, -30, 30));
            Assert.InRange(samples.Average(static value => value * value), 1, 20);
            Assert.Contains("ddpm-learned", run.Error, StringComparison.Ordinal);
        }

        string bound = ProgramRun.Done("likelihood", "--model", folder["zero.safetensors"], "--bound", "10", "--weighted", "2", "--count", "10", "--steps", "33").Out;
        Assert.Contains("the variances that the network learned", bound, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", bound, StringComparison.Ordinal);
        Assert.Contains("--bound contradicts process 'flow'", ProgramRun.Of("likelihood", "--model", folder["flow.safetensors"], "--bound", "10").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_law_of_times_that_the_process_of_a_network_does_not_meet_is_refused_before_the_work()
    {
        string old = folder["old.safetensors"];
        string next = folder["next.safetensors"];
        ProgramRun.Done([.. "train --data mixture8 --steps 4 --width 8 --depth 0 --schedule linear:1e-8,1e-8 --out".Split(' '), old]);
        foreach (string law in (string[])["log-normal", "logit-normal"])
        {
            ProgramRun refused = ProgramRun.Of("train", "--from", old, "--steps", "4", "--times", law, "--out", next);
            Assert.Equal(App.BadUsage, refused.Code);
            Assert.Contains($"Training times cannot be {law}", refused.Error, StringComparison.Ordinal);
            Assert.False(File.Exists(next));
        }

        ProgramRun.Done("train", "--from", old, "--steps", "4", "--times", "likelihood", "--out", next);
    }
}

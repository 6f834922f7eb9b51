using System.Text.Json;
using System.Text.Json.Nodes;
using ScoreSde.Cli;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>A comparison whose samples were drawn in parts has the figures of one run.</summary>
[Trait("Category", "Once")]
public sealed class ShardedCompareTests : IDisposable
{
    private const string Small = "--model mixture8 --solvers em --nfe 4 --count 40";
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--model mixture8 --solvers em,heun,dopri5:0.1 --nfe 6,12 --count 60")]
    [InlineData("--model mixture8 --solvers em,stochastic-heun --nfe 6 --count 40 --path --dtype double")]
    [InlineData("--model digits --solvers ddim --grids balanced,karras --nfe 4 --count 30")]
    public void Samples_in_parts_have_the_measures_of_one_run_to_the_last_bit(string line)
    {
        string[] words = ["compare", .. line.Split(' '), "--seed", "4"];
        ProgramRun.Done([.. words, "--json", folder["one.json"], "--out", folder["all.npy"]]);
        foreach (int parts in (int[])[1, 3])
        {
            string[] files = [.. Enumerable.Range(1, parts).Select(i => folder[$"p{i}.npy"])];
            for (int i = 0; i < parts; i++)
            {
                ProgramRun.Done([.. words, "--threads", "1", "--shard", $"{i + 1}/{parts}", "--out", files[i]]);
            }

            ProgramRun merged = ProgramRun.Done(["merge", folder["m.npy"], .. files]);
            Assert.Contains($"--from {folder["m.npy"]}", merged.Error, StringComparison.Ordinal);
            Assert.Equal(File.ReadAllBytes(folder["all.npy"]), File.ReadAllBytes(folder["m.npy"]));
            ProgramRun table = ProgramRun.Done([.. words, "--from", folder["m.npy"], "--json", folder["m.json"]]);
            Assert.Equal(Figures("one.json", null), Figures("m.json", parts == 1 ? null : parts));
            Assert.Equal(parts > 1, table.Error.Contains($"those of {parts} parts", StringComparison.Ordinal));
        }

        // Drawn and measured at once, without a file between.
        ProgramRun.Done([.. words, "--json", folder["plain.json"]]);
        Assert.Equal(Figures("one.json", null), Figures("plain.json", null));
    }

    [Fact]
    public void A_part_that_is_complete_ends_at_once_and_one_that_is_not_is_drawn()
    {
        string[] words = ["compare", .. Small.Split(' '), "--shard", "2/2", "--resume", "--out", folder["p.npy"]];
        Assert.DoesNotContain("complete", ProgramRun.Done(words).Out, StringComparison.Ordinal);
        byte[] drawn = File.ReadAllBytes(folder["p.npy"]);
        Assert.Contains("complete, rows 20 to 39 of 40 (shard 2/2)", ProgramRun.Done(words).Out, StringComparison.Ordinal);
        File.WriteAllBytes(folder["p.npy"], [.. drawn[..^1], 7]);
        Assert.DoesNotContain("complete", ProgramRun.Done(words).Out, StringComparison.Ordinal);
        Assert.Equal(drawn, File.ReadAllBytes(folder["p.npy"]));
    }

    [Fact]
    public void A_run_that_fails_in_a_part_fails_in_the_table_and_the_others_are_measured()
    {
        // As in CompareTests: a step of Euler–Maruyama multiplies by −5.6, and 5.6⁶⁰ is beyond float.
        string[] words = ["compare", "--model", "gaussian", "--schedule", "linear:79,79", "--grid", "uniform", "--nfe", "60", "--solvers", "heun,em:10", "--count", "20"];
        string[] files = [folder["p1.npy"], folder["p2.npy"]];
        for (int i = 0; i < 2; i++)
        {
            ProgramRun run = ProgramRun.Of([.. words, "--shard", $"{i + 1}/2", "--out", files[i]]);
            Assert.Equal(App.Failed, run.Code);
        }

        ProgramRun.Done(["merge", folder["m.npy"], .. files]);
        ProgramRun table = ProgramRun.Of([.. words, "--from", folder["m.npy"], "--json", folder["m.json"]]);
        Assert.Equal(App.Failed, table.Code);
        JsonNode[] rows = [.. JsonNode.Parse(File.ReadAllText(folder["m.json"]))!["runs"]![0]!["rows"]!.AsArray().Select(static row => row!)];
        Assert.NotNull(rows[0]["metrics"]!["energyDistance"]);
        Assert.NotNull(rows[1]["failure"]);
    }

    [Fact]
    public void What_is_of_another_run_a_part_or_damaged_is_refused()
    {
        string[] words = ["compare", .. Small.Split(' ')];
        ProgramRun.Done([.. words, "--shard", "1/2", "--out", folder["p1.npy"]]);
        ProgramRun.Done([.. words, "--out", folder["all.npy"]]);
        Refused("is shard 1/2: 'merge' makes one file", [.. words, "--from", folder["p1.npy"]]);
        Refused("was drawn by scoresde compare", [.. words, "--seed", "3", "--from", folder["all.npy"]]);
        Refused("--shard needs --out", [.. words, "--shard", "1/2"]);
        Refused("--resume needs --shard: what an interrupted run loses is one part", [.. words, "--resume"]);
        Refused("--json tells of all samples", [.. words, "--shard", "1/2", "--out", folder["x.npy"], "--json", folder["x.json"]]);
        Refused("--from measures samples that are drawn", [.. words, "--from", folder["all.npy"], "--out", folder["x.npy"]]);
        Refused("--to-floor chooses its runs", [.. words, "--to-floor", "--out", folder["x.npy"]]);
        Refused("give --model", ["compare", "--out", folder["x.npy"]]);
        Refused("is a file, beside which a record goes", [.. words, "--out", "-"]);
        File.WriteAllBytes(folder["all.npy"], [.. File.ReadAllBytes(folder["all.npy"])[..^1], 7]);
        Failed("do not have the checksum", [.. words, "--from", folder["all.npy"]]);
        JsonNode record = JsonNode.Parse(File.ReadAllText(folder["all.npy.json"]))!;
        record["comparison"]!["runs"]![0] = null;
        File.WriteAllText(folder["all.npy.json"], record.ToJsonString());
        Failed("it is not the record of a part", [.. words, "--from", folder["all.npy"]]);
        File.Delete(folder["all.npy.json"]);
        Failed("which would say of what runs", [.. words, "--from", folder["all.npy"]]);
    }

    // All but times, and that there were parts.
    private string Figures(string file, int? parts)
    {
        JsonNode run = JsonNode.Parse(File.ReadAllText(folder[file]))!["runs"]![0]!;
        Assert.Equal(parts, run["parts"]?.GetValue<int>());
        run.AsObject().Remove("parts");
        foreach (JsonNode? row in run["rows"]!.AsArray())
        {
            row!.AsObject().Remove("seconds");
            row.AsObject().Remove("samplesPerSecond");
        }

        return run.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private static void Refused(string fragment, string[] words) => Ends(App.BadUsage, fragment, words);

    private static void Failed(string fragment, string[] words) => Ends(App.Failed, fragment, words);

    private static void Ends(int code, string fragment, string[] words)
    {
        ProgramRun run = ProgramRun.Of(words);
        Assert.Equal(code, run.Code);
        Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
    }
}

using ScoreSde.Cli;
using ScoreSde.Cli.Output;
using ScoreSde.Data;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>Parts that do not make up a run are named, all at once, and nothing is written.</summary>
public sealed class MergeTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Missing_parts_are_named()
    {
        string[] parts = Draw(5);
        Refused([parts[0], parts[2], parts[4]], "Rows 4 to 7, 12 to 15 of 20 are missing: --shard 2/5, 4/5.");
        Refused([parts[1]], "Rows 0 to 3, 8 to 19 of 20 are missing: --shard 1/5, 3/5, 4/5, 5/5.");
    }

    [Fact]
    public void Doubled_parts_are_named()
    {
        string[] parts = Draw(2);
        File.Copy(parts[1], folder["copy.npy"]);
        File.Copy($"{parts[1]}.json", folder["copy.npy.json"]);
        Refused([.. parts, folder["copy.npy"]], "both hold row 10.");
        Refused([.. Draw(3, "of3"), .. parts], "both hold row");
    }

    [Fact]
    public void Parts_of_other_runs_are_named_with_what_they_differ_in()
    {
        string[] parts = Draw(3);
        string other = Draw(3, "other", "--steps", "4")[1];
        Refused([parts[0], other, parts[2]], $"{other} does not belong to {parts[0]}: it was drawn by scoresde sample --count 20 --model gaussian --seed 0 --steps 4, not");
        string seeded = Draw(3, "seeded", seed: "7")[1];
        Refused([parts[0], seeded, parts[2]], "--seed 7");
        string record = File.ReadAllText($"{parts[1]}.json");
        File.WriteAllText($"{parts[1]}.json", record.Replace("\"version\": \"", "\"version\": \"0.0-", StringComparison.Ordinal));
        Refused(parts, "it was drawn by version 0.0-");
    }

    [Fact]
    public void A_model_that_has_changed_between_the_parts_is_told()
    {
        foreach (string steps in (string[])["2", "3"])
        {
            ProgramRun.Done("train", "--data", "moons", "--out", folder["m"], "--overwrite", "--steps", steps, "--width", "8", "--depth", "0", "--batch", "8");
            ProgramRun.Done("sample", "--model", folder["m"], "--steps", "2", "--count", "20", "--shard", $"{steps}/3", "--out", folder[$"p{steps}.npy"]);
        }

        Refused([folder["p2.npy"], folder["p3.npy"]], "with another file under --model");
    }

    [Fact]
    public void Damage_is_told_and_leaves_what_was_there()
    {
        string[] parts = Draw(2);
        byte[] bytes = File.ReadAllBytes(parts[0]);
        File.WriteAllText(folder["all.npy"], "before");
        File.WriteAllBytes(parts[0], [.. bytes[..^1], (byte)~bytes[^1]]);
        Fails(parts, "it is damaged: its bytes do not have the checksum of its record; draw shard 1/2 again.", App.Failed);
        File.WriteAllBytes(parts[0], bytes[..^1]);
        Fails(parts, "the file is truncated", App.BadUsage);
        File.WriteAllBytes(parts[0], bytes);
        File.WriteAllText($"{parts[0]}.json", "{\"format\": \"scoresde part 2\"}");
        Fails(parts, "it is not the record of a part.", App.BadUsage);
        File.Delete($"{parts[0]}.json");
        Fails(parts, "part-1.npy.json, which would say of what run it holds which rows.", App.BadUsage);
        Assert.Equal("before", File.ReadAllText(folder["all.npy"]));
    }

    [Fact]
    public void Words_that_make_no_sense_are_refused()
    {
        string[] parts = Draw(2);
        Assert.Contains("OUT would replace what PART reads", ProgramRun.Of("merge", parts[0], parts[0], parts[1]).Error, StringComparison.Ordinal);
        Assert.Contains("'merge' writes .npy, not .csv", ProgramRun.Of("merge", folder["x.csv"], parts[0]).Error, StringComparison.Ordinal);
        Assert.Contains("'merge' writes and reads files alone", ProgramRun.Of("merge", "-", parts[0]).Error, StringComparison.Ordinal);
        Assert.Contains("becomes 288 bytes long, and its disk has 200 bytes left", Told(new Terminal(TextWriter.Null, TextWriter.Null) { DiskBytes = static _ => 200 }, ["merge", folder["all.npy"], .. parts]), StringComparison.Ordinal);
        Assert.Equal(App.BadUsage, ProgramRun.Of("merge", folder["all.npy"]).Code);
        Assert.DoesNotContain("all.npy", folder.Files);
    }

    [Fact]
    public void A_file_that_another_run_writes_is_refused()
    {
        string[] parts = Draw(2);
        using PartialFile writing = PartialFile.Create(folder["all.npy"], 10);
        Fails(parts, "another run is writing it", App.Failed);
    }

    private static string Told(Terminal terminal, string[] words)
    {
        using var talk = new StringWriter();
        App.Run(words, terminal with { Error = talk });
        return talk.ToString();
    }

    private void Refused(string[] parts, string fragment)
    {
        Fails(parts, fragment, App.BadUsage);
        Assert.DoesNotContain("all.npy", folder.Files);
    }

    private void Fails(string[] parts, string fragment, int code)
    {
        ProgramRun run = ProgramRun.Of(["merge", folder["all.npy"], .. parts]);
        Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
        Assert.Equal(code, run.Code);
        Sentences.Check(run.Error);
    }

    private string[] Draw(int parts, string name = "part", string option = "--steps", string value = "2", string seed = "0")
    {
        string[] files = [.. Enumerable.Range(1, parts).Select(i => folder[$"{name}-{i}.npy"])];
        for (int i = 0; i < parts; i++)
        {
            ProgramRun.Done("sample", "--model", "gaussian", option, value, "--count", "20", "--seed", seed, "--shard", $"{i + 1}/{parts}", "--out", files[i]);
        }

        return files;
    }
}

using ScoreSde.Cli;
using ScoreSde.Cli.Output;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>What a training run has learned is not lost: saved on its way, kept elsewhere where its place fails, gone on with, never overwritten unasked.</summary>
public sealed class KeptTrainingTests : IDisposable
{
    private static readonly string[] Small =
        ["train", "--data", "moons", "--steps", "40", "--width", "16", "--depth", "1", "--batch", "32", "--seed", "7", "--threads", "1"];

    private static readonly SavePatience Short = new() { Between = TimeSpan.FromMilliseconds(10), WithRefuge = TimeSpan.FromMilliseconds(50), WithoutRefuge = TimeSpan.FromMilliseconds(50) };

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Saving_on_the_way_changes_no_bit_and_a_killed_run_goes_on_from_its_last_save()
    {
        ProgramRun.Done([.. Small, "--out", folder["whole"], "--save-every", "never"]);
        using var talk = new ActingWriter("step 24 of 40", () => File.Copy(folder["parts"], folder["killed"]));
        Assert.Equal(App.Done, App.Run([.. Small, "--out", folder["parts"], "--save-every", "7"], new Terminal(TextWriter.Null, talk)));
        Assert.Equal(File.ReadAllBytes(folder["whole"]), File.ReadAllBytes(folder["parts"]));

        ProgramRun resumed = ProgramRun.Done("train", "--resume", "--out", folder["killed"]);
        Assert.Contains("going on after step 21 of 40", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(folder["whole"]), File.ReadAllBytes(folder["killed"]));
        Assert.Equal(["killed", "parts", "whole"], folder.Files);
    }

    [Fact]
    public void A_save_by_the_clock_changes_no_bit_either()
    {
        ProgramRun.Done([.. Small, "--out", folder["whole"], "--save-every", "1h"]);
        ProgramRun.Done([.. Small, "--out", folder["parts"], "--save-every", "0.001s"]);
        Assert.Equal(File.ReadAllBytes(folder["whole"]), File.ReadAllBytes(folder["parts"]));
    }

    [Fact]
    public void A_new_run_does_not_replace_one_that_was_stopped()
    {
        Stopped("m");
        byte[] saved = File.ReadAllBytes(folder["m"]);
        ProgramRun refused = ProgramRun.Of([.. Small, "--out", folder["m"]]);
        Assert.Equal(App.BadUsage, refused.Code);
        Assert.Contains("holds a run that was stopped after step 12 of 40: go on with it by --resume, or give --overwrite", refused.Error, StringComparison.Ordinal);
        ProgramRun.Done([.. Small, "--out", folder["whole"]]);
        ProgramRun other = ProgramRun.Of("train", "--resume", folder["whole"], "--out", folder["m"]);
        Assert.Equal(App.BadUsage, other.Code);
        Assert.Equal(saved, File.ReadAllBytes(folder["m"]));
        ProgramRun.Done([.. Small, "--out", folder["m"], "--overwrite"]);
        Assert.Equal(File.ReadAllBytes(folder["whole"]), File.ReadAllBytes(folder["m"]));

        // A finished network is made again by the same words.
        ProgramRun.Done([.. Small, "--out", folder["m"]]);
    }

    [Fact]
    public void A_finished_network_is_trained_further()
    {
        ProgramRun.Done([.. Small, "--out", folder["m"]]);
        ProgramRun refused = ProgramRun.Of("train", "--resume", "--out", folder["m"]);
        Assert.Equal(App.Failed, refused.Code);
        Assert.Contains($"its 40 steps are done. To train it further: scoresde train --from {folder["m"]} --steps N --out FILE.", refused.Error, StringComparison.Ordinal);

        byte[] first = File.ReadAllBytes(folder["m"]);
        ProgramRun more = ProgramRun.Done("train", "--from", folder["m"], "--steps", "10", "--lr", "1e-3", "--out", folder["n"]);
        Assert.Contains("a network, with a new optimiser; 10 steps more on moons", more.Error, StringComparison.Ordinal);
        Assert.Equal(first, File.ReadAllBytes(folder["m"]));
        ProgramRun.Done("sample", "--model", folder["n"], "--steps", "2", "--count", "3", "--out", folder["x.npy"]);

        // On other data of the plane.
        Assert.Contains("10 steps more on swissroll", ProgramRun.Done("train", "--from", folder["m"], "--data", "swissroll", "--steps", "10", "--out", folder["o"]).Error, StringComparison.Ordinal);
        Assert.Contains("its rows have 64 numbers, those of the network 2", ProgramRun.Of("train", "--from", folder["m"], "--data", "digits", "--steps", "10", "--out", folder["p"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_run_is_continued_with_its_optimiser()
    {
        Stopped("m");
        ProgramRun more = ProgramRun.Done("train", "--from", folder["m"], "--steps", "10", "--out", folder["n"]);
        Assert.Contains("step 12, with its optimiser; 10 steps more", more.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--from {m} --width 8 --steps 5 --out {n}", "--width contradicts --from")]
    [InlineData("--from {m} --process ve --steps 5 --out {n}", "--process contradicts --from")]
    [InlineData("--from {m} --resume --steps 5 --out {n}", "--resume and --from contradict each other")]
    [InlineData("--from {m} --steps 5 --out {m}", "--out would replace what --from reads")]
    [InlineData("--from {o} --steps 5 --out {n}", "There is no file")]
    [InlineData("--data moons --save-every 0 --out {n}", "--save-every must be a number of steps")]
    [InlineData("--data moons --save-every 5d --out {n}", "not '5d'")]
    [InlineData("--data moons --save-every -3m --out {n}", "not '-3m'")]
    public void Words_that_do_not_go_together_are_refused(string line, string fragment)
    {
        ProgramRun.Done([.. Small, "--out", folder["m"]]);
        ProgramRun run = ProgramRun.Of(["train", .. line.Split(' ').Select(word => word.Replace("{m}", folder["m"], StringComparison.Ordinal)
            .Replace("{n}", folder["n"], StringComparison.Ordinal).Replace("{o}", folder["o"], StringComparison.Ordinal))]);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
        Assert.Equal(["m"], folder.Files);
        Sentences.Check(run.Error);
    }

    [Fact]
    public void Where_the_place_is_gone_the_network_is_kept_elsewhere()
    {
        ProgramRun.Done([.. Small, "--out", folder["whole"]]);
        Directory.CreateDirectory(folder["place"]);
        string target = Path.Combine(folder["place"], "m");
        using var talk = new ActingWriter("step 24 of 40", () => Directory.Delete(folder["place"], recursive: true)) { NewLine = "\n" };
        int code = App.Run([.. Small, "--out", target, "--save-every", "7"], new Terminal(TextWriter.Null, talk) { Patience = Short });
        Assert.Equal(App.Failed, code);
        string line = Assert.Single(talk.ToString().Split('\n'), line => line.Contains("the finished network is in", StringComparison.Ordinal));
        Assert.Contains($"{target}: cannot be written: its folder does not exist.", talk.ToString(), StringComparison.Ordinal);
        string kept = line.Split("the finished network is in ")[1].TrimEnd('.');
        Assert.Equal(File.ReadAllBytes(folder["whole"]), File.ReadAllBytes(kept));
        File.Delete(kept);
    }

    [Fact]
    public void Where_somebody_makes_room_the_network_goes_to_its_place()
    {
        Directory.CreateDirectory(folder["place"]);
        string target = Path.Combine(folder["place"], "m");
        using var making = new ActingWriter("trying again", () => Directory.CreateDirectory(folder["place"]));
        using var both = new ActingWriter("step 40 of 40", () => Directory.Delete(folder["place"], recursive: true));
        using var talk = new Doubled(both, making);
        Assert.Equal(App.Done, App.Run([.. Small, "--out", target], new Terminal(TextWriter.Null, talk) { Patience = Short with { WithRefuge = TimeSpan.FromMinutes(1) } }));
        Assert.Contains("written after all", making.ToString(), StringComparison.Ordinal);
        Assert.Equal(["m"], Directory.EnumerateFileSystemEntries(folder["place"]).Select(Path.GetFileName));
        Assert.Equal(["place"], folder.Files);
    }

    [Fact]
    public void A_stopped_run_that_was_kept_elsewhere_tells_how_to_go_on()
    {
        ProgramRun.Done([.. Small, "--out", folder["whole"]]);
        Directory.CreateDirectory(folder["a place"]);
        string target = Path.Combine(folder["a place"], "m");
        using var stop = new StopSignal();
        using var talk = new ActingWriter("step 12 of 40", () =>
        {
            Directory.Delete(folder["a place"], recursive: true);
            stop.Request();
        })
        { NewLine = "\n" };
        Assert.Equal(App.Failed, App.Run([.. Small, "--out", target], new Terminal(TextWriter.Null, talk) { Cancellation = stop.Token, Stop = stop, Patience = Short }));
        string line = Assert.Single(talk.ToString().Split('\n'), line => line.Contains("Stopped after step 12 of 40; saved in ", StringComparison.Ordinal));
        string kept = line.Split("saved in ")[1].Split(", since")[0];
        Assert.EndsWith($"Go on with: scoresde train --resume {kept} --out '{target}'", line, StringComparison.Ordinal);
        ProgramRun.Done("train", "--resume", kept, "--out", folder["m"]);
        Assert.Equal(File.ReadAllBytes(folder["whole"]), File.ReadAllBytes(folder["m"]));
        File.Delete(kept);
    }

    [Fact]
    public void Talk_that_cannot_be_written_stops_nothing()
    {
        using var deaf = new DeafWriter();
        Assert.Equal(App.Done, App.Run([.. Small, "--out", folder["m"]], new Terminal(TextWriter.Null, deaf)));
        Assert.Equal(App.Done, App.Run([.. Small, "--out", folder["n"]], new Terminal(TextWriter.Null, deaf) { ErrorIsTerminal = true }));
        Assert.Equal(App.BadUsage, App.Run(["compar"], new Terminal(TextWriter.Null, deaf)));
        Assert.Equal(["m", "n"], folder.Files);
    }

    [Fact]
    public void Results_that_cannot_be_written_are_a_failure_with_a_name()
    {
        using var deaf = new DeafWriter();
        using var talk = new StringWriter { NewLine = "\n" };
        Assert.Equal(App.Failed, App.Run(["list", "grids"], new Terminal(deaf, talk)));
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal("scoresde: standard output: cannot be written: the disk is full.\n", talk.ToString());
        }
    }

    [Fact]
    public void A_request_to_stop_ends_the_process_at_the_second_time_unless_something_is_saved()
    {
        using var stop = new StopSignal();
        Assert.True(stop.Request());
        Assert.True(stop.Token.IsCancellationRequested);
        Assert.False(stop.Request());
        using (stop.Hold())
        {
            Assert.True(stop.Request());
        }

        Assert.False(stop.Request());
        Assert.Equal(4, stop.Requests);
    }

    private void Stopped(string name)
    {
        using var stop = new CancellationTokenSource();
        using var talk = new StoppingWriter("step 12 of 40", stop);
        Assert.Equal(App.Failed, App.Run([.. Small, "--out", folder[name]], new Terminal(TextWriter.Null, talk) { Cancellation = stop.Token }));
    }

    private sealed class Doubled(StringWriter first, StringWriter second) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            first.WriteLine(value);
            second.WriteLine(value);
        }
    }
}

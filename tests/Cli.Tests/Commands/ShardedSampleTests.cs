using System.Globalization;
using ScoreSde.Cli;
using ScoreSde.Cli.Output;
using ScoreSde.Data.Npy;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>The bytes of a run do not depend on how it is cut up, streamed, stopped and gone on with.</summary>
public sealed class ShardedSampleTests : IDisposable
{
    private const string Stream = "-";
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Standard output is given the array from memory, as a file was before.</summary>
    [Theory]
    [InlineData("--model mixture8 --solver heun --nfe 9 --count 5000")]
    [InlineData("--model gaussian --solver em --steps 5 --dtype double --count 700")]
    [InlineData("--model digits --guidance 2 --nfe 4 --count 40")]
    [InlineData("--model digits --label 7 --solver dpm++2m --steps 4 --count 70")]
    [InlineData("--model mixture8 --solver dopri5 --rtol 1e-2 --atol 1e-2 --count 300")]
    [InlineData("--model digits --solver dopri5 --rtol 1e-1 --atol 1e-1 --count 20 --dtype double")]
    [InlineData("--model fashion --solver ddim --steps 1 --count 20")]
    [InlineData("--model mixture8 --solver em --steps 6 --path --count 300")]
    [InlineData("--model {own} --solver ddim --steps 3 --count 50")]
    public void Bytes_are_those_of_one_run_in_memory(string line)
    {
        string[] words = Words(line);
        byte[] whole = InMemory(words);
        foreach (string threads in (string[])["1", "3"])
        {
            ProgramRun.Done([.. words, "--threads", threads, "--out", folder["x.npy"]]);
            Assert.Equal(whole, File.ReadAllBytes(folder["x.npy"]));
        }

        foreach (int parts in (int[])[1, 3, 16])
        {
            string[] files = Draw(words, parts);
            ProgramRun run = ProgramRun.Done(["merge", folder["all.npy"], .. files.Reverse()]);
            Assert.StartsWith(folder["all.npy"], run.Out, StringComparison.Ordinal);
            Assert.Equal(whole, File.ReadAllBytes(folder["all.npy"]));
            Assert.DoesNotContain(folder.Files, static name => name.Contains("partial", StringComparison.Ordinal) || name.Contains("tmp", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_run_that_is_stopped_goes_on_to_the_same_bytes()
    {
        // Twenty tiles of two steps: so few that a bar is told of each.
        string[] words = ["sample", "--model", "mixture8", "--solver", "heun", "--nfe", "3", "--count", "40000", "--threads", "1", "--out", folder["x.npy"], "--image", folder["x.png"]];
        int stops = 0;
        string[] resumed = words;
        while (!File.Exists(folder["x.npy"]))
        {
            using var stop = new StopSignal();

            // A person stops it when a bar shows more than before.
            using var talk = new PercentWriter((25 * (stops + 1)) - 5, () => stop.Request());
            int code = App.Run(resumed, new Terminal(TextWriter.Null, talk) { Cancellation = stop.Token, Stop = stop, ErrorIsTerminal = true, Width = 200, BetweenDrawings = TimeSpan.Zero });
            if (code == App.Done)
            {
                break;
            }

            stops++;
            Assert.InRange(stops, 1, 4);
            Assert.Matches(@"scoresde: Stopped\. \d+ of 40000 samples are kept in .*x\.npy\.partial; go on with: scoresde sample .* --resume", talk.ToString());
            Assert.Equal(["x.npy.partial", "x.npy.partial.json"], folder.Files);
            Assert.Contains("go on with that run by --resume", ProgramRun.Of(words).Error, StringComparison.Ordinal);
            resumed = [.. words, "--resume"];
        }

        Assert.InRange(stops, 1, 4);
        Assert.Equal(["x.npy", "x.png"], folder.Files);
        byte[] picture = File.ReadAllBytes(folder["x.png"]);
        Assert.Equal(InMemory(words[..^4]), File.ReadAllBytes(folder["x.npy"]));
        ProgramRun.Done(words);
        Assert.Equal(picture, File.ReadAllBytes(folder["x.png"]));
    }

    [Fact]
    public void What_is_complete_is_not_drawn_again()
    {
        string[] words = ["sample", "--model", "gaussian", "--steps", "2", "--count", "9", "--shard", "2/3", "--resume", "--out", folder["p.npy"]];
        ProgramRun first = ProgramRun.Done(words);
        Assert.Contains("2 steps", first.Error, StringComparison.Ordinal);
        Assert.Contains("3 × 2 float32, rows 3 to 5 of 9 (shard 2/3)", first.Out, StringComparison.Ordinal);
        DateTime written = File.GetLastWriteTimeUtc(folder["p.npy"]);
        ProgramRun second = ProgramRun.Done(words);
        Assert.DoesNotContain("2 steps", second.Error, StringComparison.Ordinal);
        Assert.Equal(written, File.GetLastWriteTimeUtc(folder["p.npy"]));

        // Damage is seen, and mended.
        byte[] bytes = File.ReadAllBytes(folder["p.npy"]);
        File.WriteAllBytes(folder["p.npy"], [.. bytes[..^1], (byte)~bytes[^1]]);
        Assert.Contains("2 steps", ProgramRun.Done(words).Error, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(folder["p.npy"]));
    }

    [Fact]
    public void What_cannot_be_cut_up_is_refused()
    {
        const string Fits = "is for samples that go to --out FILE.npy as they are done";
        Refused(Fits, "--out", folder["x.csv"], "--shard", "1/2");
        Refused(Fits, "--out", folder["x.csv"], "--resume");
        Refused(Fits, "--out", folder["x.npy"], "--trajectory", "1,0", "--resume");
        Refused("--shard draws a part", "--out", folder["x.npy"], "--image", folder["x.png"], "--shard", "1/2");
        Refused("--shard must be I/N", "--out", folder["x.npy"], "--shard", "2/1");
        Refused("10 samples cannot be cut into 11 parts", "--out", folder["x.npy"], "--shard", "2/11");
        Assert.Empty(folder.Files);

        void Refused(string fragment, params string[] words)
        {
            ProgramRun run = ProgramRun.Of(["sample", "--model", "gaussian", "--count", "10", .. words]);
            Assert.Equal(App.BadUsage, run.Code);
            Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
            Sentences.Check(run.Error);
        }
    }

    [Fact]
    public void A_disk_that_cannot_hold_the_file_is_told_with_numbers_before_any_work()
    {
        using var talk = new StringWriter();
        int code = App.Run(["sample", "--model", "mixture8", "--count", "1000000000", "--out", folder["x.npy"]], new Terminal(TextWriter.Null, talk) { DiskBytes = static _ => 3_000_000_000 });
        Assert.Equal(App.BadUsage, code);
        Assert.Contains("x.npy becomes 8 GB long, and its disk has 3 GB left: give a smaller --count, or --out on another disk.", talk.ToString(), StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    [Theory]
    [InlineData("becomes 2 MB long", "sample --model mixture8 --count 100000 --solver euler --steps 1 --out {out}.csv")]
    [InlineData("becomes 4 MB long", "sample --model mixture8 --count 100000 --solver dopri5 --dtype double --out {out}.csv")]
    [InlineData("becomes 2 MB long", "sample --model mixture8 --count 100000 --steps 2 --trajectory 1,0 --out {out}.npy")]
    [InlineData("samples.npy becomes 800000 bytes long", "restore --model mixture8 --task compressed:1 --method mmps --steps 2 --count 100000 --out {out}")]
    public void What_is_in_memory_until_the_end_is_held_against_the_disk_before_the_work_too(string fragment, string line)
    {
        using var talk = new StringWriter();
        string[] words = [.. line.Replace("{out}", folder["x"], StringComparison.Ordinal).Split(' ')];
        Assert.Equal(App.BadUsage, App.Run(words, new Terminal(TextWriter.Null, talk) { DiskBytes = static _ => 500_000 }));
        Assert.Contains(fragment, talk.ToString(), StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void A_count_beyond_what_a_file_can_be_is_refused_with_the_most() =>
        Assert.Contains("--count must be at most", ProgramRun.Of("sample", "--model", "digits", "--count", "72057594037927936", "--out", folder["x.npy"]).Error, StringComparison.Ordinal);

    private string[] Words(string line)
    {
        if (line.Contains("{own}", StringComparison.Ordinal))
        {
            // Columns around 10⁴ with a deviation of 1, which a file has as doubles.
            var values = new float[600];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (i % 2 == 0 ? 10_000 : 0) + MathF.Sin(i);
            }

            NpyWriter<float>.Save(folder["d.npy"], values, 2);
            ProgramRun.Done("train", "--data", folder["d.npy"], "--out", folder["m"], "--steps", "2", "--width", "8", "--depth", "0", "--batch", "8");
            line = line.Replace("{own}", folder["m"], StringComparison.Ordinal);
        }

        return ["sample", .. line.Split(' '), "--seed", "3"];
    }

    private static byte[] InMemory(string[] words)
    {
        using var bytes = new MemoryStream();
        using var talk = new StringWriter();
        Assert.True(App.Run([.. words, "--out", Stream], new Terminal(TextWriter.Null, talk) { OpenBytes = () => bytes }) == App.Done, talk.ToString());
        return bytes.ToArray();
    }

    private string[] Draw(string[] words, int parts)
    {
        string[] files = [.. Enumerable.Range(1, parts).Select(i => folder[$"part-{i}.npy"])];
        for (int i = 0; i < parts; i++)
        {
            ProgramRun.Done([.. words, "--shard", $"{i + 1}/{parts}", "--out", files[i]]);
        }

        return files;
    }

    private sealed class PercentWriter(int least, Action act) : StringWriter
    {
        public override void Write(string? value)
        {
            base.Write(value);
            if (value?.IndexOf(" %", StringComparison.Ordinal) is int end and > 3 && int.Parse(value[(end - 3)..end], CultureInfo.InvariantCulture) >= least)
            {
                act();
            }
        }
    }
}

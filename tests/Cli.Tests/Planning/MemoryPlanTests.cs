using ScoreSde.Cli;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Planning;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Tests.Commands;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Planning;

/// <summary>What cannot fit is refused with numbers before any work. How near the numbers are to what is measured: tests/stress/memory.sh.</summary>
public sealed class MemoryPlanTests : IDisposable
{
    private const long Small = 200_000_000;
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(999_999, "999999 bytes")]
    [InlineData(1e6, "1 MB")]
    [InlineData(999.4e6, "999 MB")]
    [InlineData(1e9, "1 GB")]
    [InlineData(23.4e9, "23.4 GB")]
    [InlineData(1e12, "1 TB")]
    [InlineData(1.5e12, "1.5 TB")]
    public void Sizes_have_the_unit_that_leaves_few_digits(double bytes, string words) => Assert.Equal(words, MemoryPlan.Size(bytes));

    [Theory]
    [InlineData("sample --model mixture8 --steps 2 --count 30000000 --threads 2 --out {f}/x.csv", "about 321 MB of memory (samples 241 MB)")]
    [InlineData("sample --model mixture8 --steps 2 --count 4000000 --dtype double --trajectory 1,0 --out {f}/x.npy", "states on the way")]
    [InlineData("sample --model mixture8 --solver dopri5 --count 30000000 --out {f}/x.csv", "samples")]
    [InlineData("compare --model gaussian --count 1500000", "what they are judged by")]
    [InlineData("compare --count 1500000", "measuring")]
    [InlineData("forward --model gaussian --count 20000000", "their states")]
    [InlineData("forward --model gaussian --count 20000000 --chain 10", "rows 160 MB")]
    [InlineData("restore --model mixture8 --task compressed --method mmps --noise 0.2 --count 20000000 --out {f}/r", "samples")]
    [InlineData("likelihood --model gaussian --count 10000000", "results 960 MB")]
    [InlineData("train --data moons --width 2048 --depth 4 --out {f}/m", "parameters and its optimiser")]
    [InlineData("train --data moons --batch 1000000 --out {f}/m", "a batch")]
    [InlineData("forward --model gaussian --count 4000000 --out {f}/x.npy", "their copies in the file")]
    public void What_cannot_fit_is_refused_with_numbers(string line, string fragment)
    {
        using var results = new StringWriter { NewLine = "\n" };
        using var talk = new StringWriter { NewLine = "\n" };
        string[] words = [.. line.Split(' ').Select(word => word.Replace("{f}", folder[""].TrimEnd('/'), StringComparison.Ordinal))];
        Assert.Equal(App.BadUsage, App.Run(words, new Terminal(results, talk) { MemoryBytes = Small }));
        Assert.Contains(fragment, talk.ToString(), StringComparison.Ordinal);
        Assert.Contains("and there are 200 MB: give a smaller --", talk.ToString(), StringComparison.Ordinal);
        Assert.Empty(results.ToString());
        Assert.Empty(folder.Files);
        Sentences.Check(talk.ToString());
    }

    /// <summary>Numbers that are kept, copies of them × times × bytes of each: 2 of them a row, or the 64 of a digit.</summary>
    [Theory]
    [InlineData("sample --model mixture8 --steps 2 --count 4000000 --trajectory 1,0 --out {f}/x.npy", "states on the way", 2.0 * 2 * 4 * 8e6)]
    [InlineData("sample --model mixture8 --steps 2 --count 4000000 --dtype double --trajectory 1,0.5,0 --out {f}/x.npy", "states on the way", 2.0 * 3 * 8 * 8e6)]
    [InlineData("sample --model mixture8 --steps 2 --count 4000000 --trajectory 1,0.5,0 --image {f}/x.png --out {f}/x.npy", "pictures", 3.0 * 4 * 8e6)]
    [InlineData("sample --model mixture8 --steps 2 --count 4000000 --dtype double --trajectory 1,0.5,0 --image {f}/x.png --out {f}/x.npy", "pictures", 3.0 * (4 + 4) * 8e6)]
    [InlineData("sample --model gaussian --steps 2000 --trajectory all --count 10000 --animate {f}/x.gif", "states on the way", 2.0 * 2001 * 4 * 2e4)]
    [InlineData("compare --model gaussian --count 1500000", "what they are judged by", (1 + 8) * 1.5e6 * ((2 * 4) + 4))]
    [InlineData("forward --model gaussian --count 20000000", "rows", 4.0 * 4e7)]
    [InlineData("forward --model gaussian --count 20000000", "their states", 2.0 * 4 * 4e7)]
    [InlineData("forward --model gaussian --count 20000000 --dtype double --chain 10", "their states", 3.0 * 8 * 4e7)]
    [InlineData("forward --model gaussian --count 20000000 --image {f}/x.png --times 1,0.5,0", "pictures", 2.0 * 3 * 4 * 4e7)]
    [InlineData("restore --model mixture8 --task compressed --method mmps --noise 0.2 --count 20000000 --out {f}/r", "their pictures", 4.0 * 4e7)]
    [InlineData("likelihood --model gaussian --count 10000000", "rows", (4 + 4 + 4) * 2e7)]
    [InlineData("likelihood --model gaussian --count 10000000 --dtype double", "rows", (4 + 4 + 8) * 2e7)]
    [InlineData("likelihood --model gaussian --count 10000000", "results", 12.0 * 8 * 1e7)]
    public void A_part_is_its_numbers_and_their_bytes(string line, string part, double bytes)
    {
        using var talk = new StringWriter();
        string[] words = [.. line.Split(' ').Select(word => word.Replace("{f}", folder[""].TrimEnd('/'), StringComparison.Ordinal))];
        Assert.Equal(App.BadUsage, App.Run(words, new Terminal(TextWriter.Null, talk) { MemoryBytes = Small }));
        Assert.Contains($"{part} {bytes / 1e6:F0} MB", talk.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Twice 2,048 rows in three forms, 512 of them in four states on the way, and 160 bytes for each level, beside the network.</summary>
    [Fact]
    public void Variances_keep_rows_their_states_and_levels()
    {
        var model = new MixtureModel("ring", GaussianMixture.Ring(8), new VariancePreserving(new LinearSchedule()));
        double network = model.Bytes<float>(SamplingMemory.RowsAtOnce(512, 2, new SamplerOptions()), isDifferentiated: false);
        Assert.Equal(80e6 + (2 * 2048 * 2 * 3 * 4) + (512 * 2 * 4 * 4) + network + (160 * 70), Plans.Variances(model, [20, 50]).Bytes);
        Assert.Throws<ArgumentOutOfRangeException>(static () => new MemoryPlan("less").With("nothing", -1));
    }

    [Theory]
    [InlineData("grid --solver heun --steps 5 --model digits", 80, "what the search throws away 90 MB")]
    [InlineData("grid --solver heun --steps 5 --model fashion", 80, "their covariance 25 MB")]
    [InlineData("sample --model mixture8 --count 2000 --threads 1 --animate {f}/x.gif", 90, "frames 36 MB")]
    [InlineData("variances --model digits --grid uniform --steps 100000,99999,99998", 120, "levels 48 MB")]
    [InlineData("verify --only schedule*", 200, "properties 150 MB")]
    [InlineData("sample --model gaussian --count 1 --threads 1 --out {f}/x.npy", 60, "(the program itself)")]
    [InlineData("sample --model digits --count 1 --threads 1 --out {f}/x.npy", 85, "the network 5 MB")]
    [InlineData("sample --model digits --count 1 --threads 1 --dtype double --out {f}/x.npy", 85, "the network 11 MB")]
    [InlineData("likelihood --model digits --count 1 --threads 1", 85, "the network 7 MB")]
    [InlineData("sample --model fashion --count 64 --threads 1 --out {f}/x.npy", 85, "the network ")]
    public void Verbs_that_take_little_are_refused_where_there_is_less(string line, int megabytes, string fragment)
    {
        using var talk = new StringWriter { NewLine = "\n" };
        string[] words = [.. line.Split(' ').Select(word => word.Replace("{f}", folder[""].TrimEnd('/'), StringComparison.Ordinal))];
        Assert.Equal(App.BadUsage, App.Run(words, new Terminal(TextWriter.Null, talk) { MemoryBytes = megabytes * 1_000_000L }));
        Assert.Contains(fragment, talk.ToString(), StringComparison.Ordinal);
        Assert.Contains($"and there are {megabytes} MB: give ", talk.ToString(), StringComparison.Ordinal);
        Sentences.Check(talk.ToString());
    }

    [Fact]
    public void What_fits_is_done()
    {
        using var talk = new StringWriter();
        Assert.Equal(App.Done, App.Run(["sample", "--model", "mixture8", "--steps", "2", "--count", "10", "--out", folder["x.npy"]], new Terminal(TextWriter.Null, talk) { MemoryBytes = Small }));
        Assert.True(new Terminal(TextWriter.Null, TextWriter.Null).MemoryBytes > Small);
    }
}

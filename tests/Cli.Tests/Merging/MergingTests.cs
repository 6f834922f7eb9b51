using System.IO.Hashing;
using System.Runtime.InteropServices;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Merging;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Data;
using ScoreSde.Data.Npy;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Merging;

/// <summary>Parts made by hand: what fits no record, what is missing of many, and the file that they become.</summary>
[Trait("Category", "Once")]
public sealed class MergingTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_part_is_opened_by_its_record_and_its_head()
    {
        MergePart part = MergePart.Open(Made("2/4", [5, 2]));
        Assert.Equal(("<f4", 40L, 128), (part.Head.Descriptor, part.Bytes, part.Head.HeadBytes));
        Assert.Equal(new RowRange(5, 5), part.Record.Rows);
        Assert.Equal(40, MergePart.Open(Made("1/4", [5], "<f8")).Bytes);
    }

    [Fact]
    public void A_record_of_no_complete_part_is_refused()
    {
        string path = Made("2/4", [5, 2]);
        PartRecord record = PartRecord.Read($"{path}.json")!;
        (record with { Checksum = null }).Write($"{path}.json");
        Assert.Equal($"{path}.json: it is not the record of a part that is complete.", Refused(path));
        (record with { Shard = null }).Write($"{path}.json");
        Assert.Equal($"{path}.json: it is not the record of a part that is complete.", Refused(path));
        File.Delete($"{path}.json");
        Assert.Equal($"{path}: there is no {path}.json, which would say of what run it holds which rows.", Refused(path));
    }

    [Theory]
    [InlineData(false, 4L, 2L)]
    [InlineData(false, 6L, 2L)]
    [InlineData(true, 5L, 2L)]
    [InlineData(false)]
    public void A_head_of_other_rows_or_another_order_is_refused(bool isFortran, params long[] shape)
    {
        string path = Made("2/4", shape);
        if (isFortran)
        {
            byte[] bytes = File.ReadAllBytes(path);
            string head = System.Text.Encoding.Latin1.GetString(bytes, 0, 128).Replace("'fortran_order': False", "'fortran_order': True ", StringComparison.Ordinal);
            File.WriteAllBytes(path, [.. System.Text.Encoding.Latin1.GetBytes(head), .. bytes[128..]]);
        }

        Assert.Equal($"{path}: it is not an array of the 5 rows that its record promises.", Refused(path));
    }

    [Theory]
    [InlineData(true, 5L, 2L, 3L)]
    [InlineData(false, 5L, 3L, 2L)]
    [InlineData(false, 5L, 2L)]
    [InlineData(false, 5L, 2L, 1L, 1L)]
    public void Samples_of_a_comparison_have_an_axis_of_its_runs(bool isTaken, params long[] shape)
    {
        string path = Made("2/4", shape, costs: new RunCosts(1, [new RunCost(1, 1, 1, null), new RunCost(1, 1, 1, null)]));
        if (isTaken)
        {
            Assert.Equal(5 * 2 * 3 * 4, MergePart.Open(path).Bytes);
            return;
        }

        Assert.Equal($"{path}: it is not an array of the 2 runs that its record promises.", Refused(path));
    }

    [Fact]
    public void Parts_of_other_numbers_are_told_apart()
    {
        MergePart pairs = MergePart.Open(Made("1/4", [5, 2]));
        MergePart doubles = MergePart.Open(Made("2/4", [5, 2], "<f8"));
        MergePart single = MergePart.Open(Made("3/4", [5]));
        MergePart wide = MergePart.Open(Made("4/4", [5, 2, 3]));
        Assert.Null(pairs.DifferenceFrom(pairs));
        Assert.Equal("as <f8 with rows of 2, not <f4 with rows of 2", pairs.DifferenceFrom(doubles));
        Assert.Equal("as <f4 with one number a row, not <f4 with rows of 2", pairs.DifferenceFrom(single));
        Assert.Equal("as <f4 with rows of 2 × 3, not <f4 with one number a row", single.DifferenceFrom(wide));
    }

    /// <summary>At most eight places are named, and at most eight parts of the cut.</summary>
    [Theory]
    [InlineData(8, "Rows 0 to 4, 10 to 14, 20 to 24, 30 to 34, 40 to 44, 50 to 54, 60 to 64, 70 to 74 of 80 are missing: --shard 1/16, 3/16, 5/16, 7/16, 9/16, 11/16, 13/16, 15/16.")]
    [InlineData(9, "Rows 0 to 4, 10 to 14, 20 to 24, 30 to 34, 40 to 44, 50 to 54, 60 to 64, 70 to 74 and more of 90 are missing: --shard 1/18, 3/18, 5/18, 7/18, 9/18, 11/18, 13/18, 15/18.")]
    public void Of_many_that_are_missing_the_first_are_named(int gaps, string sentence)
    {
        string[] paths = [.. Enumerable.Range(1, gaps).Select(i => Made($"{2 * i}/{2 * gaps}", [5, 2], total: 10 * gaps))];
        var faults = new List<string>();
        Assert.Equal(gaps, MergePlan.Of(paths, faults).Count);
        Assert.Equal([sentence], faults);
    }

    [Fact]
    public void Rows_that_are_no_part_of_the_cut_are_missing_without_a_word_of_parts()
    {
        var faults = new List<string>();
        string first = Made("1/2", [5, 2], total: 12, rows: new RowRange(0, 5));
        string second = Made("2/2", [6, 2], total: 12, rows: new RowRange(6, 6));
        Assert.Equal(2, MergePlan.Of([second, first], faults).Count);
        Assert.Equal(["Rows 5 to 5 of 12 are missing."], faults);
    }

    [Fact]
    public void Parts_are_put_in_the_order_of_their_rows()
    {
        string[] paths = [.. Enumerable.Range(1, 4).Select(i => Made($"{i}/4", [5, 2]))];
        var faults = new List<string>();
        Assert.Equal(paths, MergePlan.Of([paths[2], paths[0], paths[3], paths[1]], faults).Select(static part => part.Path));
        Assert.Empty(faults);
        Assert.Equal(2, MergePlan.Of([paths[0], paths[0], paths[1], paths[2], paths[3]], faults).Count(part => part.Path == paths[0]));
        Assert.Equal([$"{paths[0]} and {paths[0]} both hold row 0."], faults);
    }

    [Fact]
    public void A_part_within_another_doubles_its_rows_and_leaves_none_missing()
    {
        string whole = Made("1/1", [20, 2]);
        string within = Made("2/4", [5, 2]);
        var faults = new List<string>();
        MergePlan.Of([within, whole], faults);
        Assert.Equal([$"{whole} and {within} both hold row 5."], faults);
        faults.Clear();
        string half = Made("1/2", [10, 2]);
        string quarter = Made("1/4", [5, 2]);
        Assert.Equal([quarter, half], MergePlan.Of([half, quarter], faults).Select(static part => part.Path));
        Assert.Equal([$"{quarter} and {half} both hold row 0.", "Rows 10 to 19 of 20 are missing: --shard 2/2."], faults);
    }

    [Fact]
    public void The_run_is_that_of_most_parts_and_all_faults_are_told()
    {
        string[] paths = [.. Enumerable.Range(1, 3).Select(i => Made($"{i}/4", [5, 2]))];
        string other = Made("4/4", [5, 2], seed: 9);
        var faults = new List<string>();
        MergePlan.Of([other, paths[0], folder["none"], paths[1], paths[2]], faults);
        Assert.Equal(3, faults.Count);
        Assert.StartsWith($"{folder["none"]}: there is no ", faults[0], StringComparison.Ordinal);
        Assert.Equal($"{other} does not belong to {paths[0]}: it was drawn by scoresde sample, not scoresde sample.", faults[1]);
        Assert.Equal("Rows 15 to 19 of 20 are missing: --shard 4/4.", faults[2]);
        faults.Clear();
        Assert.Empty(MergePlan.Of([folder["none"]], faults));
        Assert.Single(faults);
    }

    [Theory]
    [InlineData("<f4", "float32", 288, 4L, 2L)]
    [InlineData("<f8", "float64", 288, 4L)]
    public void The_file_has_a_head_of_all_rows_and_the_rows_in_their_order(string descriptor, string kind, int length, params long[] shape)
    {
        // 20 rows in parts of 4; the head has 128 bytes.
        string[] paths = [.. Enumerable.Range(1, 5).Select(i => Made($"{i}/5", shape, descriptor, total: 20))];
        (int code, string told, string talk) = Merged([.. paths.Reverse()]);
        Assert.Equal(0, code);
        byte[] all = File.ReadAllBytes(folder["all.npy"]);
        long[] whole = [20, .. shape[1..]];
        Assert.Equal(new NpyHeader(descriptor, whole).ToBytes(), all[..128]);
        Assert.Equal([.. paths.SelectMany(static path => File.ReadAllBytes(path)[128..])], all[128..]);
        Assert.Equal(length, all.Length);
        Assert.Equal($"{folder["all.npy"]}: {string.Join(" × ", whole)} {kind}\n", told);
        Assert.StartsWith($"5 parts, {length} bytes, ", talk, StringComparison.Ordinal);
        Assert.Equal(11, folder.Files.Length);
    }

    /// <summary>More bytes than are read at once.</summary>
    [Fact]
    public void Long_parts_are_copied_piece_by_piece()
    {
        string[] paths = [Made("1/2", [40_000, 2], total: 80_000), Made("2/2", [40_000, 2], total: 80_000)];
        Assert.Equal(0, Merged(paths).Code);
        Assert.Equal([.. paths.SelectMany(static path => File.ReadAllBytes(path)[128..])], File.ReadAllBytes(folder["all.npy"])[128..]);
    }

    [Fact]
    public void What_does_not_fit_or_is_kept_or_is_damaged_leaves_nothing()
    {
        string[] paths = [.. Enumerable.Range(1, 4).Select(i => Made($"{i}/4", [5, 2]))];
        Assert.Equal(
            [$"{folder["all.npy"]} becomes 288 bytes long, and its disk has 287 bytes left: give a file on another disk."],
            Assert.Throws<UsageException>(() => Merged(paths, disk: 287)).Faults);
        Assert.Equal(0, Merged(paths, disk: 288).Code);
        File.Delete(folder["all.npy"]);
        byte[] bytes = File.ReadAllBytes(paths[2]);
        foreach (byte[] damaged in (byte[][])[[.. bytes[..^1], 0xEE], [.. bytes[..100], (byte)'!', .. bytes[101..]]])
        {
            File.WriteAllBytes(paths[2], damaged);
            DataFileException told = Assert.Throws<DataFileException>(() => Merged(paths));
            Assert.Equal($"{paths[2]}: it is damaged: its bytes do not have the checksum of its record; draw shard 3/4 again.", told.Message);
        }

        File.WriteAllBytes(paths[2], bytes);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Merged(paths, cancellation: source.Token));
        Assert.DoesNotContain("all.npy", folder.Files);
        Assert.DoesNotContain("all.npy.partial", folder.Files);
        using (PartWriter kept = PartWriter.Begin(folder["all.npy"], PartRecord.Read($"{paths[0]}.json")! with { Checksum = null }, [1], 8, resumes: false))
        {
            kept.Write(0, new byte[8]);
            kept.Keep();
        }

        Assert.Contains("go on with that run by --resume", Assert.Throws<DataFileException>(() => Merged(paths)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_of_a_comparison_are_recorded_beside_the_whole()
    {
        var costs = new RunCosts(1, [new RunCost(1, 2, 3, null), new RunCost(4, 5, 6, null)]);
        string[] paths = [.. Enumerable.Range(1, 4).Select(i => Made($"{i}/4", [5, 2, 1], costs: costs))];
        (_, _, string talk) = Merged(paths);
        PartRecord record = PartRecord.Read(folder["all.npy.json"])!;
        Assert.Equal((null, new RowRange(0, 20), 4), (record.Shard, record.Rows, record.Comparison!.Parts));
        Assert.Equal([new RunCost(4, 8, 12, null), new RunCost(16, 20, 24, null)], record.Comparison.Runs);
        Assert.Equal(Convert.ToHexStringLower(XxHash128.Hash(File.ReadAllBytes(folder["all.npy"]))), record.Checksum);
        Assert.StartsWith($"The table: scoresde sample --from {folder["all.npy"]}\n4 parts, ", talk, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scoresde likelihood --count 20", "<f8", true, 4L, 3L)]
    [InlineData("scoresde likelihood --count 20", "<f8", true, 4L, 5L)]
    [InlineData("scoresde likelihood --count 20", "<f8", false, 4L, 2L)]
    [InlineData("scoresde likelihood --count 20", "<f8", false, 4L, 6L)]
    [InlineData("scoresde likelihood --count 20", "<f8", false, 4L)]
    [InlineData("scoresde likelihood --count 20", "<f8", false, 4L, 3L, 1L)]
    [InlineData("scoresde likelihood --count 20", "<f4", false, 4L, 3L)]
    [InlineData("scoresde sample --count 20", "<f8", false, 4L, 3L)]
    public void Log_densities_are_doubles_of_three_to_five_columns(string command, string descriptor, bool are, params long[] shape) =>
        Assert.Equal(are, MergedLikelihoods.Are(MergePart.Open(Made("1/5", shape, descriptor, total: 20, command: command))));

    /// <summary>Four rows of ln p, error of the steps, error of the probes, a bound and a weighted one.</summary>
    [Theory]
    [InlineData(3, 0.3, "mean ln p -2.50000|standard error over the rows 0.645|standard error of the probes 0.150|error of the steps, mean of its estimate 0.0250|error of the steps, largest estimate 0.0400")]
    [InlineData(3, 0, "mean ln p -2.50000|standard error over the rows 0.645|error of the steps, mean of its estimate 0.0250|error of the steps, largest estimate 0.0400")]
    [InlineData(3, double.NaN, "mean ln p -2.50000|standard error over the rows 0.645|error of the steps, mean of its estimate 0.0250|error of the steps, largest estimate 0.0400")]
    [InlineData(4, 0, "mean ln p -2.50000|standard error over the rows 0.645|error of the steps, mean of its estimate 0.0250|error of the steps, largest estimate 0.0400|variational bound on ln p -5.00000|its standard error 1.29")]
    [InlineData(5, 0, "mean ln p -2.50000|standard error over the rows 0.645|error of the steps, mean of its estimate 0.0250|error of the steps, largest estimate 0.0400|variational bound on ln p -5.00000|its standard error 1.29|bound of 16 weighted paths on ln p -7.50000|its standard error 1.94")]
    public void What_likelihood_says_of_all_rows_is_said_of_the_merged(int columns, double probe, string lines)
    {
        double[] numbers = [.. Enumerable.Range(1, 4).SelectMany(i => new[] { -i, i / 100.0, probe, -2 * i, -3 * i }.Take(columns))];
        using PartialFile file = PartialFile.Create(folder["x"], 0);
        file.Write(MemoryMarshal.AsBytes(numbers.AsSpan()), 7);
        using var results = new StringWriter { NewLine = "\n" };
        MergedLikelihoods.Write("scoresde likelihood --weighted 8 --weighted 16 --x", file, 7, 4, columns, new Terminal(results, TextWriter.Null));
        string[] told = [.. results.ToString().Split('\n').Select(static line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Where(static line => line.Length > 0)];
        Assert.Equal("4 rows", told[0]);
        Assert.Equal(lines.Split('|'), told[3..]);
    }

    private static string Refused(string path) => Assert.Throws<DataFileException>(() => MergePart.Open(path)).Message;

    private (int Code, string Out, string Talk) Merged(string[] paths, long disk = long.MaxValue, CancellationToken cancellation = default)
    {
        using var results = new StringWriter { NewLine = "\n" };
        using var talk = new StringWriter { NewLine = "\n" };
        int code = MergeRun.Execute(folder["all.npy"], paths, new Terminal(results, talk) { Cancellation = cancellation, DiskBytes = _ => disk });
        return (code, results.ToString(), talk.ToString());
    }

    private string Made(
        string shard, long[] shape, string descriptor = "<f4", long total = 20, RowRange? rows = null, ulong seed = 1, RunCosts? costs = null, string command = "scoresde sample")
    {
        int[] sides = [.. shard.Split('/').Select(int.Parse)];
        byte[] head = new NpyHeader(descriptor, shape).ToBytes();
        var values = new byte[shape.Aggregate(1L, static (product, length) => product * length) * (descriptor == "<f4" ? 4 : 8)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (byte)((i * 5 / 3) + (31 * sides[0]));
        }

        string path = folder[$"{sides[0]}-of-{sides[1]}{descriptor[1..]}.npy"];
        byte[] bytes = [.. head, .. values];
        File.WriteAllBytes(path, bytes);
        new PartRecord
        {
            Format = PartRecord.ThisFormat,
            Run = new RunIdentity("1", command, seed, total, new Dictionary<string, string>()),
            Shard = shard,
            Rows = rows ?? new Shard(sides[0], sides[1]).RowsOf(total),
            Checksum = Convert.ToHexStringLower(XxHash128.Hash(bytes)),
            Comparison = costs,
        }.Write($"{path}.json");
        return path;
    }
}

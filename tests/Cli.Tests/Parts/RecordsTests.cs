using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.IO.Hashing;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Data;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Parts;

/// <summary>What a record says of a run, by what it is known again, and what is refused as one.</summary>
[Trait("Category", "Once")]
public sealed class RecordsTests : IDisposable
{
    private static readonly RunIdentity Run = new("1", "scoresde sample", 5, 10, new Dictionary<string, string> { ["--model"] = "cd", ["--data"] = "ab" });
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_record_has_at_most_so_many_bytes(int more, bool isRefused)
    {
        string name = Written(Record());
        string text = File.ReadAllText(name);
        File.WriteAllText(name, text.PadRight((1 << 18) + more));
        if (isRefused)
        {
            Assert.Equal("it is too long to be the record of a part.", Refused(name));
        }
        else
        {
            Assert.Equal(new RowRange(3, 3), PartRecord.Read(name)!.Rows);
        }
    }

    [Theory]
    [InlineData("scoresde part 1", "it is of an earlier version of the program, which had other checksums: draw and merge by one version.")]
    [InlineData("scoresde part 3", "it is not the record of a part.")]
    [InlineData("", "it is not the record of a part.")]
    public void Another_format_is_refused(string format, string fault) => Assert.Equal(fault, Refused(Written(Record() with { Format = format })));

    [Fact]
    public void What_is_no_record_is_refused()
    {
        Assert.Null(PartRecord.Read(folder[""]));
        File.WriteAllText(folder["x"], "null");
        Assert.Equal("it is not the record of a part.", Refused(folder["x"]));
        File.WriteAllText(folder["x"], "[");
        Assert.Equal("it is not the record of a part.", Refused(folder["x"]));
        if (File.Exists("/proc/self/mem"))
        {
            // It is there, and its first page is nobody's to read.
            Assert.Equal("it cannot be read.", Refused("/proc/self/mem"));
        }
    }

    [Fact]
    public void The_runs_of_a_comparison_come_back()
    {
        PartRecord back = PartRecord.Read(Written(Record() with { Comparison = new RunCosts(1, [new RunCost(1, 2, 3, null), new RunCost(4, 5, 6, "why")]) }))!;
        Assert.Equal(1, back.Comparison!.Parts);
        Assert.Equal([new RunCost(1, 2, 3, null), new RunCost(4, 5, 6, "why")], back.Comparison.Runs);
        Assert.DoesNotContain("comparison", File.ReadAllText(Written(Record())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parts", "0")]
    [InlineData("parts", "-1")]
    [InlineData("runs", "[]")]
    [InlineData("runs", "null")]
    [InlineData("runs", "[null]")]
    public void A_comparison_without_parts_or_runs_is_refused(string word, string value)
    {
        string name = Written(Record() with { Comparison = new RunCosts(1, [new RunCost(1, 2, 3, null)]) });
        JsonNode root = JsonNode.Parse(File.ReadAllText(name))!;
        root["comparison"]![word] = JsonNode.Parse(value);
        File.WriteAllText(name, root.ToJsonString());
        Assert.Equal("it is not the record of a part.", Refused(name));
    }

    [Theory]
    [InlineData(0, 10, true)]
    [InlineData(3, 7, true)]
    [InlineData(10, 0, true)]
    [InlineData(3, 8, false)]
    [InlineData(0, 11, false)]
    [InlineData(long.MaxValue, 1, false)]
    public void Rows_lie_within_the_run(long first, long count, bool isTaken)
    {
        string name = Written(Record() with { Rows = new RowRange(first, count) });
        if (isTaken)
        {
            Assert.Equal(new RowRange(first, count), PartRecord.Read(name)!.Rows);
        }
        else
        {
            Assert.Equal("it is not the record of a part.", Refused(name));
        }
    }

    [Fact]
    public void A_difference_between_two_runs_is_named_from_the_first_that_there_is()
    {
        Assert.Null(Run.DifferenceFrom(Run with { Inputs = new Dictionary<string, string> { ["--data"] = "ab", ["--model"] = "cd" } }));
        Assert.Equal("by version 2, not 1", Run.DifferenceFrom(Run with { Version = "2", Command = "x" }));
        Assert.Equal("by scoresde x, not scoresde sample", Run.DifferenceFrom(Run with { Command = "scoresde x" }));
        Assert.Equal("by scoresde sample, not scoresde sample", Run.DifferenceFrom(Run with { Seed = 6 }));
        Assert.Equal("by scoresde sample, not scoresde sample", Run.DifferenceFrom(Run with { Count = 11 }));
        Assert.Equal("with another file under --model", Run.DifferenceFrom(Run with { Inputs = new Dictionary<string, string> { ["--data"] = "ab", ["--model"] = "ce" } }));
        Assert.Equal("with another file under --data, --model", Run.DifferenceFrom(Run with { Inputs = new Dictionary<string, string>() }));
        Assert.Equal("with another file under --zero", Run.DifferenceFrom(Run with { Inputs = new Dictionary<string, string>(Run.Inputs) { ["--zero"] = "0" } }));
    }

    [Fact]
    public void Costs_of_parts_add_up_run_by_run()
    {
        RunCosts all = RunCosts.Of(
        [
            new RunCosts(2, [new RunCost(1, 10, 100, null), new RunCost(2, 20, 200, "first")]),
            new RunCosts(3, [new RunCost(3, 30, 300, "late"), new RunCost(4, 40, 400, "second")]),
            new RunCosts(1, [new RunCost(5, 50, 500, null), new RunCost(6, 60, 600, null)]),
        ]);
        Assert.Equal(6, all.Parts);
        Assert.Equal([new RunCost(9, 90, 900, "late"), new RunCost(12, 120, 1200, "first")], all.Runs);
    }

    [Fact]
    public void A_part_is_complete_where_its_array_is_the_one_that_was_recorded()
    {
        var part = new PartOfRun(Run, new Shard(2, 3));
        string path = folder["x.npy"];
        Assert.Equal((new RowRange(3, 3), "rows 3 to 5 of 10 (shard 2/3)"), (part.Rows, part.ToString()));
        Assert.False(part.IsComplete(path));
        File.WriteAllText(path, "array");
        Assert.False(part.IsComplete(path));
        part.Record(path);
        Assert.True(part.IsComplete(path));
        PartRecord written = PartRecord.Read($"{path}.json")!;
        Assert.Equal(("2/3", new RowRange(3, 3), Convert.ToHexStringLower(XxHash128.Hash("array"u8))), (written.Shard, written.Rows, written.Checksum));
        Assert.False((part with { Shard = new Shard(1, 3) }).IsComplete(path));
        Assert.False((part with { Run = Run with { Seed = 6 } }).IsComplete(path));
        File.WriteAllText(path, "Array");
        Assert.False(part.IsComplete(path));
        File.WriteAllText(path, "array");
        (written with { Checksum = null }).Write($"{path}.json");
        Assert.False(part.IsComplete(path));
        using var told = new StringWriter { NewLine = "\n" };
        Assert.Equal(0, part.Tell("x.npy", new Terminal(told, TextWriter.Null)));
        Assert.Equal("x.npy: complete, rows 3 to 5 of 10 (shard 2/3)\n", told.ToString());
    }

    [Fact]
    public void A_checksum_is_that_of_all_bytes_or_of_so_many_of_the_first()
    {
        var bytes = new byte[(1 << 18) + 1000];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(i * 7 / 5);
        }

        File.WriteAllBytes(folder["x"], bytes);
        File.WriteAllBytes(folder["empty"], []);
        Assert.Equal(Convert.ToHexStringLower(XxHash128.Hash(bytes)), Checksum.Of(folder["x"]));
        Assert.Equal("99aa06d3014798d86001c324468d497f", Checksum.Of(folder["empty"]));
        foreach (int count in (int[])[0, 1, 1 << 18, (1 << 18) + 1, bytes.Length])
        {
            Assert.Equal(Convert.ToHexStringLower(XxHash128.Hash(bytes.AsSpan(0, count))), Checksum.Of(Reading, count));
        }

        Assert.Equal(Checksum.Of(folder["x"]), Checksum.Of(Reading, bytes.Length + 5));
        Assert.Equal($"{folder["none"]}: it cannot be read.", Assert.Throws<DataFileException>(() => Checksum.Of(folder["none"])).Message);
        Assert.Equal($"{folder[""]}: it cannot be read.", Assert.Throws<DataFileException>(() => Checksum.Of(folder[""])).Message);

        int Reading(Span<byte> target, long place)
        {
            int count = (int)Math.Min(target.Length, bytes.Length - place);
            bytes.AsSpan((int)place, count).CopyTo(target);
            return count;
        }
    }

    [Fact]
    public void An_input_is_known_by_its_bytes_and_a_folder_by_its_names_and_bytes()
    {
        const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        File.WriteAllText(folder["b.txt"], "abc");
        Assert.Equal(Abc, FileHash.OfInput(folder["b.txt"]));
        byte[] large = [.. Enumerable.Range(0, (1 << 18) + 10).Select(static i => (byte)(i * 3 / 2))];
        Directory.CreateDirectory(folder["a"]);
        File.WriteAllBytes(folder["a/z"], large);
        string z = Convert.ToHexStringLower(SHA256.HashData(large));
        Assert.Equal(z, FileHash.Of(folder["a/z"]));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Path.Combine("a", "z")}\0{z}\0b.txt\0{Abc}\0"))), FileHash.OfInput(folder[""].TrimEnd('/')));

        // What has no length, a pipe, is not read for it.
        File.WriteAllText(folder["empty"], "");
        Assert.Equal("", FileHash.OfInput(folder["empty"]));
        Assert.Equal("", FileHash.OfInput(folder["none"]));
        Assert.Equal($"{folder["none"]}: it cannot be read.", Assert.Throws<DataFileException>(() => FileHash.Of(folder["none"])).Message);
        Assert.Equal($"{folder["a"]}: it cannot be read.", Assert.Throws<DataFileException>(() => FileHash.Of(folder["a"])).Message);
    }

    private static PartRecord Record() => new() { Format = PartRecord.ThisFormat, Run = Run, Shard = "2/3", Rows = new RowRange(3, 3), Checksum = "ab" };

    private static string Refused(string name) => Assert.Throws<DataFileException>(() => PartRecord.Read(name)).Fault;

    private string Written(PartRecord record)
    {
        record.Write(folder["x.npy.json"]);
        return folder["x.npy.json"];
    }
}

using System.Text.Json.Nodes;
using ScoreSde.Cli.Parts;
using ScoreSde.Data;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Parts;

/// <summary>The record of a part is read as it was written, or refused.</summary>
[Trait("Category", "Once")]
public sealed class PartRecordTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_record_comes_back()
    {
        PartRecord back = PartRecord.Read(Written())!;
        Assert.Equal(("2/3", new RowRange(4, 3), "ab"), (back.Shard, back.Rows, back.Checksum));
        Assert.Null(back.Run.DifferenceFrom(Record().Run));
        Assert.Null(PartRecord.Read(folder["none.json"]));
    }

    /// <summary>What every record has can neither be left out nor be null.</summary>
    [Theory]
    [InlineData("format")]
    [InlineData("run")]
    [InlineData("run.version")]
    [InlineData("run.command")]
    [InlineData("run.seed")]
    [InlineData("run.count")]
    [InlineData("run.inputs")]
    [InlineData("rows")]
    [InlineData("rows.first")]
    [InlineData("rows.count")]
    public void A_record_without_one_of_its_words_is_refused(string path)
    {
        string name = Written();
        string[] steps = path.Split('.');
        foreach (bool isNull in new[] { false, true })
        {
            JsonNode root = JsonNode.Parse(File.ReadAllText(name))!;
            JsonObject holder = (steps.Length == 1 ? root : root[steps[0]]!).AsObject();
            Assert.True(holder.Remove(steps[^1]));
            if (isNull)
            {
                holder[steps[^1]] = null;
            }

            File.WriteAllText(folder["less.json"], root.ToJsonString());
            Assert.Contains("it is not the record of a part", Assert.Throws<DataFileException>(() => PartRecord.Read(folder["less.json"])).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("rows.first", -1)]
    [InlineData("rows.count", -1)]
    [InlineData("rows.count", 7)]
    [InlineData("run.count", 6)]
    public void Rows_that_the_run_has_not_are_refused(string path, int value)
    {
        string name = Written();
        JsonNode root = JsonNode.Parse(File.ReadAllText(name))!;
        string[] steps = path.Split('.');
        root[steps[0]]![steps[1]] = value;
        File.WriteAllText(name, root.ToJsonString());
        Assert.Throws<DataFileException>(() => PartRecord.Read(name));
    }

    private static PartRecord Record() => new()
    {
        Format = PartRecord.ThisFormat,
        Run = new RunIdentity("1.0", "scoresde sample", 5, 10, new Dictionary<string, string> { ["--model"] = "cd" }),
        Shard = "2/3",
        Rows = new RowRange(4, 3),
        Checksum = "ab",
    };

    private string Written()
    {
        Record().Write(folder["x.npy.json"]);
        return folder["x.npy.json"];
    }
}

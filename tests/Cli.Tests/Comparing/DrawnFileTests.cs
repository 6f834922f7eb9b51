using System.Text.Json.Nodes;
using ScoreSde.Cli;
using ScoreSde.Cli.Parts;
using ScoreSde.Data.Npy;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Comparing;

/// <summary>Files of drawn runs that do not fit what is asked are refused, each with its reason.</summary>
[Trait("Category", "Once")]
public sealed class DrawnFileTests : IDisposable
{
    private static readonly string[] Words = ["compare", "--model", "gaussian", "--solvers", "em,ddim", "--nfe", "3", "--count", "20", "--seed", "2"];

    private static readonly Lazy<(byte[] Array, string Record)> Drawn = new(static () =>
    {
        using var folder = new Folder();
        ProgramRun.Done([.. Words, "--out", folder["a.npy"]]);
        return (File.ReadAllBytes(folder["a.npy"]), File.ReadAllText(folder["a.npy.json"]));
    });

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("comparison")]
    [InlineData("xxh128")]
    public void A_record_without_what_a_comparison_writes_is_refused(string missing)
    {
        Draw();
        Change(record => record[missing] = null);
        Refused("a.npy: it does not hold samples of a comparison's runs, as 'compare --out' writes them.");
    }

    /// <summary>Another type, other lengths of each axis, one axis more and one less.</summary>
    [Theory]
    [InlineData("<f8", new long[] { 20, 2, 2 })]
    [InlineData("<f4", new long[] { 10, 2, 2 })]
    [InlineData("<f4", new long[] { 21, 2, 2 })]
    [InlineData("<f4", new long[] { 20, 1, 2 })]
    [InlineData("<f4", new long[] { 20, 3, 2 })]
    [InlineData("<f4", new long[] { 20, 2, 1 })]
    [InlineData("<f4", new long[] { 20, 2, 2, 1 })]
    [InlineData("<f4", new long[] { 40, 2 })]
    public void An_array_of_another_form_is_refused(string type, long[] shape)
    {
        Draw();
        File.WriteAllBytes(folder["a.npy"], [.. new NpyHeader(type, shape).ToBytes(), .. new byte[shape.Aggregate(1L, static (a, b) => a * b) * (type == "<f4" ? 4 : 8)]]);
        Seal();
        Refused("a.npy: it is not an array of the 20 × 2 × 2 numbers that its record promises.");
    }

    [Fact]
    public void An_array_whose_first_axis_is_the_fastest_is_refused()
    {
        Draw();
        byte[] bytes = File.ReadAllBytes(folder["a.npy"]);
        string head = System.Text.Encoding.Latin1.GetString(bytes, 0, 128);
        System.Text.Encoding.Latin1.GetBytes(head.Replace("'fortran_order': False", "'fortran_order': True ", StringComparison.Ordinal)).CopyTo(bytes, 0);
        File.WriteAllBytes(folder["a.npy"], bytes);
        Seal();
        Refused("a.npy: it is not an array of the 20 × 2 × 2 numbers that its record promises.");
    }

    [Fact]
    public void A_record_of_fewer_runs_is_refused()
    {
        Draw();
        Change(static record => record["comparison"]!["runs"]!.AsArray().RemoveAt(1));
        Refused("a.npy: it is not an array of the 20 × 2 × 2 numbers that its record promises.");
    }

    /// <summary>A sample's runs stand together, and each run's samples are those that are measured; costs are of all samples.</summary>
    [Fact]
    public void Numbers_and_costs_stand_at_their_places()
    {
        Draw();
        NpyArray array = NpyFile.Load(folder["a.npy"]);
        Assert.Equal([20, 2, 2], array.Shape);
        ProgramRun.Done("sample", "--model", "gaussian", "--solver", "em", "--nfe", "3", "--count", "20", "--seed", "2", "--out", folder["em.npy"]);
        float[] em = NpyFile.Load(folder["em.npy"]).Values;
        Assert.Equal(em, Enumerable.Range(0, 20).SelectMany(i => array.Values[(4 * i)..((4 * i) + 2)]));
        JsonNode record = JsonNode.Parse(File.ReadAllText(folder["a.npy.json"]))!;
        Assert.Equal("1", record["comparison"]!["parts"]!.ToJsonString());

        // What the record says of the cost is what is shown, for a sample.
        Change(static changed =>
        {
            changed["comparison"]!["runs"]![0]!["steps"] = 50;
            changed["comparison"]!["runs"]![0]!["evaluations"] = 70;
            changed["comparison"]!["runs"]![0]!["seconds"] = 8;
        });
        ProgramRun.Done([.. Words, "--from", folder["a.npy"], "--json", folder["r.json"]]);
        JsonNode row = JsonNode.Parse(File.ReadAllText(folder["r.json"]))!["runs"]![0]!["rows"]![0]!;
        Assert.Equal(("2.5", "3.5", "8", "2.5"), (row["steps"]!.ToJsonString(), row["nfe"]!.ToJsonString(), row["seconds"]!.ToJsonString(), row["samplesPerSecond"]!.ToJsonString()));
    }

    private void Draw()
    {
        File.WriteAllBytes(folder["a.npy"], Drawn.Value.Array);
        File.WriteAllText(folder["a.npy.json"], Drawn.Value.Record);
    }

    private void Change(Action<JsonNode> change)
    {
        JsonNode record = JsonNode.Parse(File.ReadAllText(folder["a.npy.json"]))!;
        change(record);
        File.WriteAllText(folder["a.npy.json"], record.ToJsonString());
    }

    // The record has the checksum of the file as it is.
    private void Seal() => Change(record => record["xxh128"] = Checksum.Of(folder["a.npy"]));

    private void Refused(string sentence)
    {
        ProgramRun run = ProgramRun.Of([.. Words, "--from", folder["a.npy"]]);
        Assert.Equal(App.Failed, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }
}

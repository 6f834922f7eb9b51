using System.IO.Compression;
using ScoreSde.Cli.Models;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Data.Npy;
using ScoreSde.Describing;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Models;

/// <summary>Which data a network's samples are held against.</summary>
[Trait("Category", "Once")]
public sealed class ReferencesTests : IDisposable
{
    private static readonly DataScaling RingScaling = SyntheticData.Laws.Single(static law => law.Name == "mixture8").Scaling;
    private static readonly DataDescription Ring = new("mixture8", 20_000, 2, 0, null, RingScaling);
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Data_of_the_program_is_drawn_and_has_its_law_in_its_own_units_alone()
    {
        var drawn = (DrawnData)References.Of(Ring, null, "file");
        Assert.Equal(8, drawn.Law!.Components.Count);
        float[] rows = SyntheticData.Create("mixture8", 3, 5, 7).Values.ToArray();
        Assert.Equal(rows, drawn.Rows(7, 3, 5).Values.ToArray());
        IReferenceData other = References.Of(Ring with { Columns = new ColumnUnits([0, 0], [2, 2]) }, null, "file");
        Assert.Equal((ReferenceKind.Drawn, true), (other.Kind, other.Law is null));
        Assert.Null(References.Of(Ring, new DataRequest("moons"), "file").Law);
    }

    [Fact]
    public void A_network_from_outside_has_the_data_that_was_asked_for_or_that_it_names_or_none()
    {
        Assert.Equal(ReferenceKind.Drawn, References.OfOutside(Ring, null, "mixture8", "file", "model").Kind);
        Assert.Equal(ReferenceKind.Drawn, References.OfOutside(Ring, new DataRequest("mixture8"), "nowhere.npy", "file", "model").Kind);
        IReferenceData none = References.OfOutside(Ring, null, null, "file", "model");
        Assert.Equal(ReferenceKind.None, none.Kind);
        const string Refusal = "model: names no data that its samples should look like; give --data, or \"data\" in its description.";
        Assert.Equal(Refusal, Assert.Throws<DataFileException>(() => none.Split).Message);
        Assert.Equal(Refusal, Assert.Throws<DataFileException>(() => none.Rows(1, 0)).Message);
    }

    [Theory]
    [InlineData("x.npz", "x.npz:b")]
    [InlineData("x.NPZ", "x.NPZ:b")]
    [InlineData("b.npy", "b.npy")]
    public void An_array_in_an_archive_beside_the_network_is_named_after_a_colon(string file, string named)
    {
        byte[] array = [.. new NpyHeader("<f4", [5, 2]).ToBytes(), .. Enumerable.Range(0, 10).SelectMany(static i => BitConverter.GetBytes((float)i))];
        if (Path.GetExtension(file) == ".npy")
        {
            File.WriteAllBytes(folder[file], array);
        }
        else
        {
            using ZipArchive archive = ZipFile.Open(folder[file], ZipArchiveMode.Create);
            foreach (string key in (string[])["a.npy", "b.npy"])
            {
                using Stream entry = archive.CreateEntry(key).Open();
                entry.Write(key == "b.npy" ? array : new NpyHeader("<f4", [0, 2]).ToBytes());
            }
        }

        var units = new DataDescription("x", 5, 2, 0, null, new DataScaling(1, 2));
        IReferenceData data = References.OfOutside(units, null, named, folder["net.onnx"], "model");
        Assert.Equal([.. Enumerable.Range(0, 10).Select(static i => (float)i)], data.Split!.Joined().Values.ToArray().Order());
        Assert.Equal(units.Scaling, data.Split.Training.Scaling);
    }

    /// <summary>The archive is the file that must lie beside the network, not a name that its key makes.</summary>
    [Theory]
    [InlineData("x.npz:b")]
    [InlineData("x.npz")]
    public void A_link_out_of_the_network_s_folder_is_not_followed(string named)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Directory.CreateDirectory(folder["in"]);
        File.WriteAllBytes(folder["x.npz"], []);
        File.CreateSymbolicLink(folder["in/x.npz"], folder["x.npz"]);
        NetworkFileException refused = Assert.Throws<NetworkFileException>(() => References.OfOutside(Ring, null, named, folder["in/net.onnx"], "model").Split);
        Assert.Contains("names as its data 'x.npz', outside its own folder; nothing is read from there; name it with --data to have it read.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_one_kind_are_read_as_those_that_were_trained_on()
    {
        var origin = new DataOrigin("/there/x.csv", "class", DataLayout.HeightWidth, 1, 1, "fifth:1998", "00");
        Assert.Equal(new DataRequest("y.csv", "class", DataLayout.HeightWidth), References.Completed(new DataRequest("y.csv"), origin));
        Assert.Equal(new DataRequest("y.csv", "kind", DataLayout.Rows), References.Completed(new DataRequest("y.csv", "kind", DataLayout.Rows), origin));
        Assert.Equal(new DataRequest("y.npy"), References.Completed(new DataRequest("y.npy"), origin));
        Assert.Equal(new DataRequest("y"), References.Completed(new DataRequest("y"), origin with { Path = "/there/x" }));
        Assert.Equal(new DataRequest("y.csv"), References.Completed(new DataRequest("y.csv"), null));

        // A file of labels is that of other rows.
        Assert.Equal(new DataRequest("y.csv", null, DataLayout.HeightWidth), References.Completed(new DataRequest("y.csv"), origin with { Labels = Path.GetFullPath("labels.npy") }));
        Assert.Equal(new DataRequest("y.csv", null, DataLayout.HeightWidth), References.Completed(new DataRequest("y.csv"), origin with { Labels = null }));
    }
}

using System.Buffers.Binary;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Restoring;
using ScoreSde.Data;
using ScoreSde.Data.Npy;
using ScoreSde.Tests.Support;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Restoring;

[Trait("Category", "Once")]
public sealed class RestoreFilesTests : IDisposable
{
    private static readonly DataDescription Pictures = new("pictures", 10, 6, 0, new ImageShape(2, 3), new DataScaling(8, 4));
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(7)]
    public void One_picture_has_the_truth_what_was_seen_mean_deviation_and_up_to_six_samples(int count)
    {
        RestoreSettings settings = MadeRestoration.Settings(MadeRestoration.Model(6, Pictures), 0.5, count) with { Image = folder["all.png"] };
        Assert.Equal($"{folder["all.png"]}: picture\n", Written(settings));

        // Eight points for each of three pixels, and a gap of four on each side.
        Assert.Equal(((4 + Math.Min(6, count)) * 28) + 4, Side("all.png", 16));
        Assert.Equal((2 * 8) + 8, Side("all.png", 20));
    }

    [Theory]
    [InlineData(9, 9, 1)]
    [InlineData(11, 10, 2)]
    [InlineData(100, 10, 10)]
    [InlineData(101, 10, 10)]
    public void A_folder_has_a_picture_of_up_to_a_hundred_samples_ten_in_a_row(int count, int across, int down)
    {
        string told = Written(MadeRestoration.Settings(MadeRestoration.Model(6, Pictures), 0.5, count) with { Folder = folder["d"] });
        Assert.Equal((across * 28) + 4, Side("d/samples.png", 16));
        Assert.Equal((down * 20) + 4, Side("d/samples.png", 20));
        string[] files = ["deviation.npy", "deviation.png", "mean.npy", "mean.png", "measurement.npy", "measurement.png", "samples.npy", "samples.png", "truth.npy", "truth.png"];
        Assert.Equal(files, Directory.GetFiles(folder["d"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains($"samples.npy: {count} × 6 float32\n", told, StringComparison.Ordinal);
        Assert.Contains("deviation.npy: 1 × 6 float32\n", told, StringComparison.Ordinal);
        Assert.Equal(count * 6, NpyFile.Load(Path.Combine(folder["d"], "samples.npy")).Values.Length);
    }

    [Fact]
    public void Logs_of_the_evidence_are_kept_for_each_sample()
    {
        RestoreSettings settings = MadeRestoration.Settings(MadeRestoration.Model(1), 0.5, 2) with { Folder = folder["d"] };
        Restoration plain = MadeRestoration.Result(settings, [0], [0], -1, 1);
        var weighed = new Restoration(plain.Truth, plain.Measurement, plain.Samples) { Evidence = new Evidence(-3.5, 0.25, [-3, -4], 8, 2.5, 4) };
        using var results = new StringWriter { NewLine = "\n" };
        RestoreFiles.Write(settings, weighed, new Terminal(results, TextWriter.Null));
        Assert.Contains("log-evidence.npy: 2 × 1 float64\n", results.ToString(), StringComparison.Ordinal);
        Assert.Equal([-3f, -4], NpyFile.Load(Path.Combine(folder["d"], "log-evidence.npy")).Values);
        Assert.Equal(6, Directory.GetFiles(folder["d"]).Length);
    }

    /// <summary>Data of columns is restored in their deviations, and a deviation has no middle to be moved from.</summary>
    [Fact]
    public void A_deviation_is_in_the_units_of_each_column()
    {
        var data = new DataDescription("columns", 10, 2, 0, null, DataScaling.Identity) { Columns = new ColumnUnits([100, 200], [2, 8]) };
        RestoreSettings settings = MadeRestoration.Settings(MadeRestoration.Model(2, data), 0.5, 2) with { Folder = folder["d"] };
        RestoreFiles.Write(settings, MadeRestoration.Result(settings, [0, 0], [0, 0], -1, 1, 1, 3), new Terminal(TextWriter.Null, TextWriter.Null));
        float root = (float)Math.Sqrt(2);
        Assert.Equal([2 * root, 8 * root], NpyFile.Load(Path.Combine(folder["d"], "deviation.npy")).Values);
        Assert.Equal([100f, 216], NpyFile.Load(Path.Combine(folder["d"], "mean.npy")).Values);
        Assert.Equal([0f, 0], NpyFile.Load(Path.Combine(folder["d"], "measurement.npy")).Values);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told()
    {
        File.WriteAllText(folder["d"], "");
        RestoreSettings settings = MadeRestoration.Settings(MadeRestoration.Model(1), 0.5, 2) with { Folder = folder["d"] };
        Assert.Contains("cannot be made.", Assert.Throws<DataFileException>(() => Written(settings)).Message, StringComparison.Ordinal);
    }

    /// <summary>Pixels of 8 ± 4 are drawn from 4 to 12, and a deviation of half that is white.</summary>
    [Fact]
    public void Deviations_are_black_where_there_is_none_and_white_from_half_the_range()
    {
        Cli.Models.MixtureModel model = MadeRestoration.Model(6, Pictures);
        Assert.Equal([4f, 12, 6], RestoreFiles.Shown([0, 4, 1], model));
        Assert.Equal((4f, 12f, 8), (RestoreFiles.Grid(model, Pictures.Image!.Value).Low, RestoreFiles.Grid(model, Pictures.Image.Value).High, RestoreFiles.Grid(model, Pictures.Image.Value).Zoom));
    }

    [Theory]
    [InlineData("balanced", 2000, null)]
    [InlineData("balanced", 1073741796, "--particles must be at most 1073741795 for samples of 2 numbers, not 1073741796.")]
    [InlineData("balanced", 1073741795, null)]
    public void Particles_are_as_many_as_an_array_holds(string grid, int particles, string? sentence)
    {
        var faults = new Faults();
        RestoreFit.CheckParticles(MadeRestoration.Model(2), GridCatalog.Find(grid, faults)!, 6, particles, new Cli.Devices.Cpu(), faults);
        Assert.Equal(sentence is null ? [] : [sentence], faults.None ? [] : Assert.Throws<UsageException>(faults.ThrowIfAny).Faults);
    }

    [Fact]
    public void A_grid_that_ends_before_0_is_not_for_particles()
    {
        var faults = new Faults();
        var rule = new Entry<GridRule>("short", "", new(static (_, _, _) => new TimeGrid("short", 1, 0.5, 0.1)));
        RestoreFit.CheckParticles(MadeRestoration.Model(2), rule, 2, 10, new Cli.Devices.Cpu(), faults);
        Assert.Equal(["Method 'twisted' weighs samples at t = 0, and grid 'short' ends before."], Assert.Throws<UsageException>(faults.ThrowIfAny).Faults);
    }

    private static string Written(RestoreSettings settings)
    {
        int d = settings.Model.Dimension;
        float[] samples = [.. Enumerable.Range(0, settings.Count * d).Select(static i => (float)(i % 13))];
        using var results = new StringWriter { NewLine = "\n" };
        RestoreFiles.Write(settings, MadeRestoration.Result(settings, new float[d], new double[d], samples), new Terminal(results, TextWriter.Null));
        return results.ToString();
    }

    private int Side(string file, int at) => BinaryPrimitives.ReadInt32BigEndian(File.ReadAllBytes(folder[file]).AsSpan(at));
}

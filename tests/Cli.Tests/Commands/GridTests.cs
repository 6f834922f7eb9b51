using System.Text.Json;
using System.Xml.Linq;
using ScoreSde.Cli;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

public sealed class GridTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void On_the_made_grid_the_best_of_16_evaluations_is_ten_times_nearer_to_the_exact_flow_than_ddim()
    {
        string[] words = ["compare", "--model", "mixture8", "--grid", "made", "--nfe", "16", "--dtype", "double", "--count", "300"];
        ProgramRun.Done([.. words, "--solvers", "ddim,dpmpp-2m,unipc-2", "--json", folder["r"]]);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(folder["r"]));
        JsonElement run = document.RootElement.GetProperty("runs")[0];
        double[] distances = [.. run.GetProperty("rows").EnumerateArray().Select(static row => row.GetProperty("metrics").GetProperty("flowDistance").GetDouble())];
        double reference = run.GetProperty("floor").GetProperty("flowDistance").GetDouble();
        Assert.True(distances[0] > 10 * distances.Min(), string.Join(", ", distances));
        Assert.True(reference < 1e-3 * distances.Min());
    }

    [Fact]
    public void The_levels_of_the_made_grid_are_drawn_beside_the_usual_ones()
    {
        ProgramRun run = ProgramRun.Done("grid", "--solver", "dpmpp-2m", "--steps", "6", "--spectrum", "0.1,10", "--svg", folder["grid.svg"]);
        Assert.Contains($"{folder["grid.svg"]}: picture", run.Out, StringComparison.Ordinal);
        XElement svg = XDocument.Load(folder["grid.svg"]).Root!;
        XElement[] curves = [.. svg.Descendants().Where(static element => element.Name.LocalName == "polyline" && element.Attribute("style")!.Value.Contains("stroke-width:2", StringComparison.Ordinal) && element.Attribute("points")!.Value.Trim().Split(' ').Length > 2)];

        // Four grids of seven times, less t = 0.
        Assert.Equal(4, curves.Length);
        Assert.All(curves, static curve => Assert.Equal(6, curve.Attribute("points")!.Value.Trim().Split(' ').Length));
        Assert.All(["made", "quadratic", "time of the grid, counted from 1", "σ/α"], word => Assert.Contains(word, svg.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void A_made_grid_is_written_and_read_back()
    {
        string file = folder["grid.txt"];
        string table = ProgramRun.Done("grid", "--solver", "dpmpp-2m", "--steps", "6", "--spectrum", "0.1,10", "--out", file).Out;
        Assert.Contains("made", table, StringComparison.Ordinal);
        string[] times = [.. File.ReadAllLines(file).Where(static line => line[0] != '#')];
        Assert.Equal(7, times.Length);
        Assert.Equal("1", times[0]);
        Assert.Equal("0", times[^1]);
        string fromFile = ProgramRun.Done("sample", "--model", "gaussian", "--solver", "dpmpp-2m", "--steps", "6", "--grid", file, "--count", "5", "--out", folder["a.npy"]).Error;
        ProgramRun.Done("sample", "--model", "gaussian", "--solver", "dpmpp-2m", "--steps", "6", "--grid", "made", "--count", "5", "--out", folder["b.npy"]);
        Assert.Contains("6 steps", fromFile, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(folder["b.npy"]), File.ReadAllBytes(folder["a.npy"]));
        ProgramRun.Done("sample", "--model", "gaussian", "--solver", "dpmpp-2m", "--grid", file, "--count", "5", "--out", folder["c.npy"]);
        Assert.Equal(File.ReadAllBytes(folder["b.npy"]), File.ReadAllBytes(folder["c.npy"]));
    }

    [Fact]
    public void A_comparison_takes_its_budget_from_a_grid_file()
    {
        File.WriteAllText(folder["g"], "1\n0.5\n0.2\n0\n");
        string[] words = ["compare", "--model", "gaussian", "--count", "50", "--all", "--grid", folder["g"], "--solvers"];
        Assert.Matches(@"ddim +3 +3 ", ProgramRun.Done([.. words, "ddim,dpmpp-2m"]).Out);
        ProgramRun mixed = ProgramRun.Of([.. words, "ddim,heun"]);
        Assert.Equal(App.BadUsage, mixed.Code);
        Assert.Contains("for which these solvers need 3, 5 evaluations", mixed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0 steps", "must be a whole number from 2", "grid", "--steps", "1")]
    [InlineData("spectrum", "takes two variances", "grid", "--spectrum", "2,1")]
    [InlineData("no moments", "has no exact moments", "grid", "--solver", "pc-snr")]
    [InlineData("no grid", "There is no grid 'nowhere'", "compare", "--grid", "nowhere")]
    [InlineData("no steps", "must be a whole number from 2", "variances", "--steps", "1")]
    public void Words_that_cannot_be_carried_out_are_refused(string what, string sentence, params string[] words)
    {
        ProgramRun run = ProgramRun.Of(words);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.True(run.Error.Contains(sentence, StringComparison.Ordinal), $"{what}: {run.Error}");
    }

    [Theory]
    [InlineData("1\n0.5\n0.6\n0\n", "must strictly decrease")]
    [InlineData("1\n0.9\n", "ends with 0")]
    [InlineData("1\nhalf\n0\n", "line 2 is not a number")]
    [InlineData("1\n0.5\n0\n", "has 2 steps, not 10")]
    public void A_file_that_is_no_grid_of_the_right_length_is_refused(string text, string sentence)
    {
        File.WriteAllText(folder["g"], text);
        ProgramRun run = ProgramRun.Of("compare", "--model", "gaussian", "--solvers", "ddim", "--nfe", "10", "--grid", folder["g"]);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_variances_of_a_gaussian_are_as_kept() => Golden.Check("variances", ProgramRun.Done("variances", "--model", "gaussian").Out);

    [Fact]
    public void Variances_of_other_data_are_told_over_the_optimal_one()
    {
        string table = ProgramRun.Done("variances", "--model", "mixture8", "--steps", "5,10").Out;
        Assert.Contains("than with the optimal isotropic variance", table.Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(2, table.Split('\n').Count(static line => line.TrimEnd().EndsWith(" 0", StringComparison.Ordinal)));
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ScoreSde.Cli;
using ScoreSde.Cli.Charts;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Reports;
using ScoreSde.Metrics;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

public sealed class CompareFigureTests : IDisposable
{
    private const int Curve = 3;

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_curves_are_the_energy_distances_of_the_json_on_logarithmic_axes()
    {
        ProgramRun.Done(
            "compare", "--model", "gaussian", "--solvers", "em,ddim", "--nfe", "3,5,9,20", "--count", "200", "--figure", folder["f.svg"], "--json", folder["f.json"]);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder["f.json"]));
        JsonElement[] rows = [.. json.RootElement.GetProperty("runs")[0].GetProperty("rows").EnumerateArray()];
        XDocument svg = XDocument.Load(folder["f.svg"]);
        double[][] curves =
        [
            .. svg.Descendants().Where(element => element.Name.LocalName == "polyline" && element.Attribute("style")!.Value.Contains("stroke-width:2", StringComparison.Ordinal))
                .Select(line => line.Attribute("points")!.Value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())
                .Where(points => points.Length > Curve * 2),
        ];
        Assert.Equal(2, curves.Length);

        var seen = new List<(double Value, double Place)>();
        for (int i = 0; i < curves.Length; i++)
        {
            string solver = i == 0 ? "em" : "ddim";
            double[] values = [.. rows.Where(row => row.GetProperty("solver").GetString() == solver).Select(row => row.GetProperty("metrics").GetProperty("energyDistance").GetDouble())];
            Assert.Equal(values.Length * 2, curves[i].Length);
            seen.AddRange(values.Select((value, k) => (Math.Log(value), curves[i][(2 * k) + 1])));
        }

        // Across, each has its evaluations: the same for both curves.
        Assert.Equal(curves[0].Where(static (_, k) => k % 2 == 0), curves[1].Where(static (_, k) => k % 2 == 0));
        double[] across = [.. curves[0].Where(static (_, k) => k % 2 == 0)];
        double[] costs = [.. new[] { 3.0, 5, 9, 20 }.Select(static cost => Math.Log(cost))];
        Assert.All(Enumerable.Range(0, 4), k => Assert.Equal((costs[k] - costs[0]) / (costs[3] - costs[0]), (across[k] - across[0]) / (across[3] - across[0]), 1e-3));

        // All points of both curves lie on one line of place against logarithm, and more is higher.
        (double lowValue, double lowPlace) = seen.MinBy(point => point.Value);
        (double highValue, double highPlace) = seen.MaxBy(point => point.Value);
        Assert.True(highPlace < lowPlace - 50);
        Assert.All(seen, point => Assert.Equal(lowPlace + ((point.Value - lowValue) / (highValue - lowValue) * (highPlace - lowPlace)), point.Place, 0.01));
        string words = svg.Root!.Value;
        Assert.All(["em", "ddim", "floor", "energy distance, gaussian", "evaluations of the network for a sample (NFE)"], word => Assert.Contains(word, words, StringComparison.Ordinal));
    }

    [Fact]
    public void The_panels_of_two_models_lie_one_above_the_other_apart_and_a_solver_has_one_colour()
    {
        using var written = new MemoryStream();
        CompareFigure.Write(written, new ComparisonReport([Problem("one", 0.1), Problem("two", 3)], IsWhole: true), "f.svg");
        XElement svg = XDocument.Parse(Encoding.UTF8.GetString(written.ToArray()).TrimStart('\uFEFF')).Root!;
        (string Colour, double[] Places)[] curves =
        [
            .. svg.Descendants().Where(static element => element.Name.LocalName == "polyline" && element.Attribute("style")!.Value.Contains("stroke-width:2", StringComparison.Ordinal))
                .Select(static line => (
                    Regex.Match(line.Attribute("style")!.Value, "stroke:(.*?);").Groups[1].Value,
                    Places: line.Attribute("points")!.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static point => double.Parse(point.Split(',')[1], CultureInfo.InvariantCulture)).ToArray()))
                .Where(static line => line.Places.Length > 2),
        ];
        Assert.Equal(6, curves.Length);
        Assert.Equal(3, curves.Select(static curve => curve.Colour).Distinct().Count());
        Assert.Equal(curves[..3].Select(static curve => curve.Colour), curves[3..].Select(static curve => curve.Colour));
        double height = double.Parse(svg.Attribute("height")!.Value, CultureInfo.InvariantCulture);
        double[] ends = [0, curves[..3].Max(static curve => curve.Places.Max()), curves[3..].Min(static curve => curve.Places.Min()), curves[3..].Max(static curve => curve.Places.Max()), height];
        Assert.All(ends.Zip(ends.Skip(1)), static pair => Assert.True(pair.First < pair.Second));
        Assert.True(ends[2] - ends[1] > 10);

        // Both panels have half of the picture, in which no curve touches its panel's lower end.
        Assert.InRange(ends[1], 0, height / 2);
        Assert.True(ends[2] > (height / 2) - 30);
        Assert.Equal(2, svg.Descendants().Count(static element => element.Name.LocalName == "text" && element.Value == "floor"));
    }

    [Fact]
    public void A_file_of_two_outputs_is_refused()
    {
        ProgramRun run = ProgramRun.Of("compare", "--model", "gaussian", "--figure", folder["x"], "--json", folder["x"]);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains("--figure", run.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    private static ProblemReport Problem(string name, double scale)
    {
        IReadOnlyDictionary<string, MetricValue> Energy(double value) => new Dictionary<string, MetricValue> { ["energyDistance"] = new(value * scale, 0) };
        ComparisonRow[] rows = [.. from solver in new[] { 1, 2, 3 } from budget in new[] { 3, 5, 9, 20 } select new ComparisonRow($"solver {solver}", null, budget, budget, budget, 1, 1, Energy((double)solver / budget))];
        return new(name, "vp", "linear", ["quadratic"], "float", 0, 1, 2, [new("energyDistance", "energy", MeasureGoal.Low)], Energy(0.03), string.Empty, [], rows, IsWhole: true);
    }
}

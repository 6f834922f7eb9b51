using System.Globalization;
using System.Text.Json;
using ScoreSde.Cli;
using ScoreSde.Data;
using ScoreSde.Data.Npy;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>Own exact targets in the verbs: laws in files, data blurred, those of the shelf.</summary>
[Trait("Category", "Once")]
public sealed class ExactTargetTests : IDisposable
{
    private readonly Folder folder = new();

    public ExactTargetTests() => File.WriteAllText(folder["law.json"], """{"weights": [1, 3], "means": [[1, -1, 0], [-2, 0, 1]], "deviations": [0.5, [1, 0.2, 0.7]]}""");

    public void Dispose() => folder.Dispose();

    /// <summary>ln p of single points, by the formula of the law.</summary>
    [Fact]
    public void The_likelihood_of_a_law_in_a_file_is_its_density()
    {
        NpyWriter<float>.Save(folder["x.npy"], [1, -1, 0, -2, 0.1f, 1, 0, 0, 0], 3);
        ProgramRun.Done("likelihood", "--model", $"mixture:{folder["law.json"]}", "--data", folder["x.npy"], "--part", "all", "--dtype", "double", "--out", folder["p.npy"]);
        double[] values = [.. Npy(folder["p.npy"], 3).Select(static row => row[0])];
        double[][] points = [[1, -1, 0], [-2, 0.1f, 1], [0, 0, 0]];
        Assert.All(values.Zip(points), static pair => Assert.Equal(LogDensity(pair.Second), pair.First, 4));
    }

    /// <summary>With little noise left each row of data has density w N(0, h² I) at itself, far from the others.</summary>
    [Fact]
    public void The_law_of_data_is_that_of_its_rows_blurred_in_the_data_s_units()
    {
        const double Blur = 0.25;
        string model = $"data:digits,{Blur.ToString(CultureInfo.InvariantCulture)}";
        DataSplit digits = DataSets.Split("digits");
        NpyWriter<float>.Save(folder["x.npy"], digits.Training.Values[..(2 * 64)].ToArray(), 64);
        ProgramRun.Done("likelihood", "--model", model, "--data", folder["x.npy"], "--part", "all", "--dtype", "double", "--raw", "--steps", "64", "--out", folder["p.npy"]);
        double peak = -Math.Log(digits.Training.Count) - (32 * Math.Log(2 * Math.PI * Blur * Blur));
        Assert.All(Npy(folder["p.npy"], 3), row => Assert.InRange(row[0], peak - 0.05, peak + 0.05));

        ProgramRun.Done("sample", "--model", model, "--count", "20", "--nfe", "80", "--out", folder["s.npy"], "--image", folder["s.png"]);
        double[] nearest = [.. Npy(folder["s.npy"], 64).Select(row => Enumerable.Range(0, digits.Training.Count).Min(other => Distance(row, digits.Training[other])))];
        Assert.All(nearest, distance => Assert.InRange(distance / (Blur * 8), 0.5, 1.6));
    }

    [Theory]
    [InlineData("line3", 1)]
    [InlineData("unequal", 2)]
    [InlineData("powerlaw64", 64)]
    [InlineData("close", 2)]
    [InlineData("mixture:", 3)]
    public void Those_of_the_shelf_and_of_files_are_compared(string name, int dimension)
    {
        string model = name == "mixture:" ? name + folder["law.json"] : name;
        ProgramRun.Done("compare", "--model", model, "--solvers", "unipc-2,heun", "--nfe", "10,60", "--count", "200", "--json", folder["r.json"]);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder["r.json"]));
        JsonElement run = json.RootElement.GetProperty("runs")[0];
        double[] flow = [.. run.GetProperty("rows").EnumerateArray().Select(static row => row.GetProperty("metrics").GetProperty("flowDistance").GetDouble())];
        Assert.True(flow[2] < 0.3 * flow[0] && flow[3] < 0.3 * flow[1], string.Join(", ", flow));
        Assert.Contains("logDensityGap", run.GetProperty("floor").EnumerateObject().Select(static measure => measure.Name));
        ProgramRun.Done("sample", "--model", model, "--count", "5", "--out", folder["s.npy"]);
        Assert.Equal(dimension, NpyFile.Load(folder["s.npy"]).Shape[^1]);
    }

    [Theory]
    [InlineData("forward --times 0,0.5 --count 30")]
    [InlineData("variances --steps 4")]
    [InlineData("grid --solver ddim --steps 3")]
    [InlineData("restore --task compressed:1 --method mmps --noise 1 --steps 8 --count 2")]
    public void A_law_in_a_file_goes_through_the_other_verbs(string words) =>
        Assert.NotEmpty(ProgramRun.Done([.. words.Split(' '), "--model", $"mixture:{folder["law.json"]}"]).Out);

    [Theory]
    [InlineData("data:digits", "needs the deviation by which rows are blurred")]
    [InlineData("data:digits,0", "needs the deviation by which rows are blurred")]
    [InlineData("data:digits,x", "needs the deviation by which rows are blurred")]
    [InlineData("data:nothing,1", "There is no data set, file or folder 'nothing'")]
    [InlineData("mixture:nothing.json", "nothing.json: ")]
    public void Words_that_name_no_law_are_refused_in_a_sentence(string model, string sentence)
    {
        ProgramRun run = ProgramRun.Of("sample", "--model", model, "--out", folder["s.npy"]);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Sentences.Check(run.Error);
    }

    private static double LogDensity(double[] x)
    {
        (double Weight, double[] Mean, double[] Deviations)[] parts = [(0.25, [1, -1, 0], [0.5, 0.5, 0.5]), (0.75, [-2, 0, 1], [1, 0.2, 0.7])];
        return Math.Log(parts.Sum(part => part.Weight * Enumerable.Range(0, 3).Aggregate(1.0, (product, i) =>
        {
            double z = (x[i] - part.Mean[i]) / part.Deviations[i];
            return product * Math.Exp(-0.5 * z * z) / (Math.Sqrt(2 * Math.PI) * part.Deviations[i]);
        })));
    }

    private static IEnumerable<double[]> Npy(string file, int width) => NpyFile.Load(file).Values.Select(static value => (double)value).Chunk(width);

    private static double Distance(double[] row, ReadOnlySpan<float> other)
    {
        double sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            sum += (row[i] - other[i]) * (row[i] - other[i]);
        }

        return Math.Sqrt(sum);
    }
}

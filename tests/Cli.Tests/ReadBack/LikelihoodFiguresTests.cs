using System.Text.Json;
using ScoreSde.Checkpoints;
using ScoreSde.Data.Npy;
using ScoreSde.Discrete;
using ScoreSde.Likelihood;
using ScoreSde.Networks;
using ScoreSde.Noise;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Tests.Support;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.ReadBack;

/// <summary>Table, JSON and array of one likelihood say the same, and what the library or a closed form says.</summary>
public sealed class LikelihoodFiguresTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("exact", "")]
    [InlineData("hutchinson", "--divergence hutchinson --probes 3")]
    public void Table_json_and_rows_say_the_same_and_the_closed_form(string divergence, string more)
    {
        const int Count = 25;
        float[] points = [.. Enumerable.Range(0, Count).SelectMany(static i => new[] { 4.3f * MathF.Cos(i * MathF.PI / 4), (4.3f * MathF.Sin(i * MathF.PI / 4)) + (0.02f * i) })];
        NpyWriter<float>.Save(folder["points.npy"], points, 2);
        string text = ProgramRun.Done(
            ["likelihood", "--model", "mixture8", "--data", folder["points.npy"], "--dtype", "double", "--steps", "65", "--json", folder["a.json"], "--out", folder["a.npy"], .. more.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).Out;
        PrintedTable table = PrintedTable.In(text);
        using var document = JsonDocument.Parse(File.ReadAllText(folder["a.json"]));
        JsonElement json = document.RootElement;
        Assert.StartsWith(divergence, json.GetProperty("divergence").GetString(), StringComparison.Ordinal);
        (double Value, double Step, double Probe)[] rows = [.. json.GetProperty("rows").EnumerateArray().Select(static row => (
            row.GetProperty("logDensity").GetDouble(), row.GetProperty("stepError").GetDouble(), row.GetProperty("probeError").GetDouble()))];
        NpyArray array = NpyFile.Load(folder["a.npy"]);
        Assert.Equal([Count, 3], array.Shape);
        Assert.Equal(rows.SelectMany(static row => new[] { (float)row.Value, (float)row.Step, (float)row.Probe }), array.Values);

        double mean = rows.Average(static row => row.Value);
        Is(mean, "meanLogDensity", "mean ln p");
        Is(Math.Sqrt(rows.Sum(row => (row.Value - mean) * (row.Value - mean)) / (Count - 1) / Count), "standardError", "standard error over the rows");
        Is(rows.Average(static row => row.Step), "meanStepError", "error of the steps, mean of its estimate");
        Is(rows.Max(static row => row.Step), "largestStepError", "error of the steps, largest estimate");
        double probes = Math.Sqrt(rows.Sum(static row => row.Probe * row.Probe)) / Count;
        Is(probes, "probeError", divergence == "exact" ? null : "standard error of the probes");
        Assert.Equal(divergence == "exact", probes == 0);

        // Eight Gaussians of deviation 0.3 on a circle of radius 4, by hand.
        double[] exact = [.. points.Chunk(2).Select(static x => Math.Log(Enumerable.Range(0, 8).Sum(k =>
            Math.Exp(-(Math.Pow(x[0] - (4 * Math.Cos(k * Math.PI / 4)), 2) + Math.Pow(x[1] - (4 * Math.Sin(k * Math.PI / 4)), 2)) / 0.18) / (8 * Math.PI * 0.18))))];
        Is(rows.Zip(exact).Max(static pair => Math.Abs(pair.First.Value - pair.Second)), "largestDifferenceFromClosedForm", "largest difference from the closed form", 1e-6);

        // Three signs may err alike in both directions, so that a single row's scatter says little.
        Assert.All(rows.Zip(exact), pair => Assert.Equal(pair.Second, pair.First.Value, divergence == "exact" ? 0.001 + (3 * pair.First.Step) : 2));
        Assert.Equal(exact.Average(), mean, divergence == "exact" ? 0.001 : 0.4);

        void Is(double value, string name, string? line, double tolerance = 1e-12)
        {
            Assert.Equal(value, json.GetProperty(name).GetDouble(), tolerance + (tolerance * Math.Abs(value)));
            if (line is not null)
            {
                PrintedTable.Shows(value, table[line]);
            }
        }
    }

    [Fact]
    public void Densities_and_bound_of_digits_are_those_of_the_library_in_the_units_of_the_data()
    {
        const int Count = 3;
        const int Levels = 12;
        // So few steps leave an error that is told with exit code 1; the figures are the same on both sides.
        string text = ProgramRun.Of(
            "likelihood", "--model", "digits", "--count", $"{Count}", "--dtype", "double", "--divergence", "hutchinson", "--probes", "2", "--solver", "heun", "--steps", "16",
            "--grid", "lambda", "--seed", "6", "--bound", $"{Levels}", "--json", folder["a.json"]).Out;
        PrintedTable table = PrintedTable.In(text);
        using var document = JsonDocument.Parse(File.ReadAllText(folder["a.json"]));
        JsonElement json = document.RootElement;

        Checkpoint digits = ShippedModels.Open("digits");
        Data.DataSet rows = Data.DataSets.Split(Data.DataSets.Open("digits")).HeldOut;
        (double shift, double scale) = (digits.Data.Scaling.Shift, digits.Data.Scaling.Scale);

        // A whole number k stands for [k − ½, k + ½], and a network's unit is `scale` of the data's in each of 64 directions.
        double[] states = [.. Enumerable.Range(0, Count).SelectMany(row =>
        {
            var uniform = new RandomStream(new NoiseKey(6, 0, NoisePurpose.Dequantisation), row);
            return rows[row].ToArray().Select(value => (value + (uniform.NextDouble() - 0.5) - shift) / scale).ToArray();
        })];
        int[] labels = rows.Labels.ToArray();
        NetworkScore<double> score = digits.Score<double>(row => labels[row]);
        LogDensities right = FlowLikelihood.Evaluate(
            digits.Process, score, new Heun(), Grids.UniformLambda(digits.Process, 16, end: digits.Range.Minimum), states, new Hutchinson(2), seed: 6);
        double volume = 64 * Math.Log(scale);
        double[] values = [.. json.GetProperty("rows").EnumerateArray().Select(static row => row.GetProperty("logDensity").GetDouble())];
        Assert.All(values.Zip(right.Values), pair => Assert.Equal(pair.Second - volume, pair.First, 1e-6));
        Assert.Equal((volume - right.Mean) / (64 * Math.Log(2)), json.GetProperty("bitsPerDimension").GetDouble(), 1e-7);
        Assert.Equal(json.GetProperty("bitsPerDimension").GetDouble(), PrintedTable.Number(table["bits per number"]), 5.1e-5);

        BoundTerms bound = VariationalBound.Evaluate<double>(DdpmChain.FromSchedule(digits.Process.Schedule, Levels), digits.Process, score, states, seed: 6);
        Assert.Equal(-bound.Mean - volume, json.GetProperty("variationalBound").GetDouble(), 1e-6);
        PrintedTable.Shows(-bound.Mean - volume, table["variational bound on ln p"]);
        PrintedTable.Shows(bound.StandardError, table["its standard error"]);
        PrintedTable.Shows(bound.Prior.Average(), table["L_T"]);
        PrintedTable.Shows(bound.Steps.Average(), table["L_1 + … + L_(T−1)"]);
        PrintedTable.Shows(bound.Decoder.Average() + volume, table["L_0"]);
        Assert.True(volume > 64, "a change of units would not be seen");
    }

    [Fact]
    public void Rows_ten_times_as_wide_have_ten_times_less_density_in_each_direction()
    {
        double[] figures = [.. new[] { 1, 10 }.SelectMany(unit =>
        {
            NpyWriter<float>.Save(folder["points.npy"], [.. Enumerable.Range(0, 200).Select(i => unit * MathF.Sin(i * i))], 2);
            ProgramRun.Done("train", "--data", folder["points.npy"], "--out", folder["m"], "--steps", "4", "--width", "8", "--depth", "1", "--overwrite");
            ProgramRun.Done("likelihood", "--model", folder["m"], "--count", "20", "--steps", "32", "--dtype", "double", "--bound", "50", "--json", folder["a.json"]);
            using var document = JsonDocument.Parse(File.ReadAllText(folder["a.json"]));
            return new[] { document.RootElement.GetProperty("meanLogDensity").GetDouble(), document.RootElement.GetProperty("variationalBound").GetDouble() };
        })];
        Assert.Equal(figures[0] - (2 * Math.Log(10)), figures[2], 1e-4);
        Assert.Equal(figures[1] - (2 * Math.Log(10)), figures[3], 1e-3);
    }
}

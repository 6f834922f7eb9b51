using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ScoreSde.Data.Npy;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Pages;

/// <summary>The figures on pages are those of the same run's JSON, each in its own column, and pictures have the size that is meant.</summary>
[Trait("Category", "Once")]
public sealed class PageFiguresTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Verify_shows_each_laws_figures_and_a_bar_as_long_as_its_share_of_what_is_allowed()
    {
        (string page, JsonDocument json) = Made("verify", "--only", "*heun*", "--cases", "3");
        using JsonDocument held = json;
        Dictionary<string, string[]> rows = Rows(page).Where(static row => row.Length == 8).ToDictionary(static row => Text(Regex.Match(row[0], "<b>(.*?)</b>").Groups[1].Value));
        int bounds = 0;
        foreach (JsonElement law in json.RootElement.EnumerateArray())
        {
            string[] row = rows[law.GetProperty("name").GetString()!];
            Assert.Equal(law.GetProperty("cases").GetInt32(), Value(row[1]));
            if (law.GetProperty("quantity").GetString() is not { } quantity)
            {
                continue;
            }

            double measured = law.GetProperty("measured").GetDouble(), expected = law.GetProperty("expected").GetDouble(), tolerance = law.GetProperty("tolerance").GetDouble();
            Assert.Equal(quantity, Text(row[2]));
            Assert.Equal([measured, expected, tolerance], new[] { row[3], row[4], row[5] }.Select(Value));
            string relation = law.GetProperty("relation").GetString()!;
            bounds += relation == "=" ? 0 : 1;
            double share = relation switch
            {
                "≥" when measured > 0 && expected - tolerance > 0 => (expected - tolerance) / measured,
                "≤" when measured >= 0 && expected + tolerance > 0 => measured / (expected + tolerance),
                _ => double.NaN,
            };
            if (double.IsNaN(share))
            {
                share = Value(row[6]);
            }

            Assert.Equal(share, Value(row[6]), 1e-12);
            Assert.Equal(100 * Math.Clamp(share, 0, 1), Number(Regex.Match(row[6], "width:([0-9.]+)%").Groups[1].Value), 0.051);
            Assert.Equal(share > 1, row[6].Contains("class=\"over\"", StringComparison.Ordinal));
        }

        Assert.True(bounds > 2);
    }

    [Fact]
    public void Likelihood_shows_each_rows_figures()
    {
        (string page, JsonDocument json) = Made("likelihood", "--model", "mixture8", "--count", "6", "--steps", "64", "--dtype", "double");
        using JsonDocument held = json;
        JsonElement[] rows = [.. json.RootElement.GetProperty("rows").EnumerateArray()];
        string[][] shown = [.. Rows(page).Where(static row => row.Length == 4 && row[0].Contains("data-v", StringComparison.Ordinal))];
        Assert.Equal(6, shown.Length);
        Assert.Equal(Enumerable.Range(0, 6), shown.Select(static row => (int)Value(row[0])).Order());
        Assert.All(shown, row =>
        {
            JsonElement own = rows[(int)Value(row[0])];
            Assert.Equal(own.GetProperty("logDensity").GetDouble(), Value(row[1]));
            Assert.Equal(own.GetProperty("stepError").GetDouble(), Value(row[2]));
        });
        double[] values = [.. shown.Select(static row => Value(row[1]))];
        Assert.Equal(values[..3].Order(), values[..3]);
        Assert.Equal(values[3..].OrderDescending(), values[3..]);
        Assert.True(values[2] <= values[5]);
        Assert.Contains("Bars: rows", page, StringComparison.Ordinal);
        Assert.Contains("<dt>divergence</dt><dd>exact</dd>", page, StringComparison.Ordinal);
    }

    /// <summary>Each number of 8 × 8 is a square of 8 pixels, with a frame of 4 about all.</summary>
    [Fact]
    public void Pictures_of_rows_have_eight_pixels_for_each_number()
    {
        (string page, JsonDocument json) = Made("likelihood", "--model", "digits", "--count", "2", "--steps", "48", "--divergence", "hutchinson", "--probes", "1");
        json.Dispose();
        string[] pictures = [.. Regex.Matches(page, "src=\"data:image/png;base64,([^\"]+)\"").Select(static match => match.Groups[1].Value)];
        Assert.Equal(2, pictures.Length);
        Assert.All(pictures, static picture => Assert.Equal((72, 72), Size(Convert.FromBase64String(picture))));
    }

    [Fact]
    public void Restore_shows_each_number_with_what_came_of_it()
    {
        ProgramRun.Done("restore", "--model", "mixture8", "--task", "compressed:1", "--method", "ddrm", "--steps", "8", "--count", "30", "--noise", "0.5", "--out", folder["r"], "--report", folder["p.html"]);
        string page = File.ReadAllText(folder["p.html"]);
        string[][] shown = [.. Rows(page).Where(static row => row.Length == 4 && row[0].Contains("data-v", StringComparison.Ordinal))];
        float[] truth = Read("truth.npy"), mean = Read("mean.npy"), deviation = Read("deviation.npy");
        Assert.Equal(2, shown.Length);
        for (int j = 0; j < 2; j++)
        {
            Assert.Equal([j, truth[j], mean[j], deviation[j]], shown[j].Select(static cell => (float)Value(cell)));
        }

        float[] Read(string name) => NpyFile.Load(Path.Combine(folder["r"], name)).Values;
    }

    /// <summary>Mean and deviation are those of the samples beside them, each column in its own units.</summary>
    [Fact]
    public void Restore_writes_mean_and_deviation_in_the_units_of_each_column()
    {
        float[] data = [.. Enumerable.Range(0, 400).Select(static i => i % 2 == 0 ? 1000 * MathF.Sin(i * i) : 5 + MathF.Cos(3 * i * i))];
        NpyWriter<float>.Save(folder["d.npy"], data, 2);
        ProgramRun.Done("restore", "--model", $"data:{folder["d.npy"]},0.5", "--task", "compressed:1", "--method", "ddrm", "--steps", "8", "--count", "30", "--noise", "1", "--out", folder["r"]);
        float[] samples = Read("samples.npy"), mean = Read("mean.npy"), deviation = Read("deviation.npy");
        for (int j = 0; j < 2; j++)
        {
            double[] column = [.. Enumerable.Range(0, 30).Select(i => (double)samples[(2 * i) + j])];
            double spread = Math.Sqrt(column.Sum(value => (value - column.Average()) * (value - column.Average())) / 30);
            Assert.Equal(column.Average(), mean[j], 1e-4 * spread);
            Assert.Equal(1, deviation[j] / spread, 0.02);
        }

        Assert.True(deviation[0] > 20 * deviation[1]);

        float[] Read(string name) => NpyFile.Load(Path.Combine(folder["r"], name)).Values;
    }

    [Fact]
    public void Compare_shows_each_runs_figures_its_notes_and_its_settings()
    {
        (string page, JsonDocument json) = Made("compare", "--model", "mixture8", "--solvers", "em,heun", "--nfe", "6,12", "--count", "100");
        using JsonDocument held = json;
        JsonElement run = json.RootElement.GetProperty("runs")[0];
        JsonElement[] rows = [.. run.GetProperty("rows").EnumerateArray()];
        string[] heads = [.. Regex.Matches(page, "<th[^>]*><button>(.*?)</button></th>").Select(static match => Text(match.Groups[1].Value))];
        Assert.Equal(["solver", "steps", "NFE", "seconds", "samples/s"], heads[..5]);
        string[][] shown = [.. Rows(page).Where(row => row.Length == heads.Length)];
        Assert.Equal(rows.Length + 1, shown.Length);
        Assert.Equal("floor", Text(shown[^1][0]));
        string[] measures = [.. rows[^1].GetProperty("metrics").EnumerateObject().Select(static measure => measure.Name)];
        Assert.Equal(heads.Length - 5, measures.Length);
        foreach ((JsonElement row, string[] cells) in rows.Zip(shown))
        {
            Assert.Equal(row.GetProperty("solver").GetString(), Text(cells[0]));
            Assert.Equal(row.GetProperty("steps").GetDouble(), Value(cells[1]));
            Assert.Equal(row.GetProperty("nfe").GetDouble(), Value(cells[2]));
            Assert.Equal(row.GetProperty("seconds").GetDouble(), Value(cells[3]));
            Assert.Equal(row.GetProperty("samplesPerSecond").GetDouble(), Value(cells[4]));
            Assert.All(measures.Zip(cells[5..]), both =>
            {
                // A solver with noise has no distance to the flow.
                if (row.GetProperty("metrics").TryGetProperty(both.First, out JsonElement value))
                {
                    Assert.Equal(value.GetDouble(), Value(both.Second));
                }
                else
                {
                    Assert.Equal("–", Text(both.Second));
                }
            });
        }

        Assert.Contains("0.159(12) is 0.159 ± 0.012. * better than all others of its budget by more than 2 standard errors", Text(page), StringComparison.Ordinal);
        Assert.Contains("<br>floor: ", page, StringComparison.Ordinal);
        Assert.Contains("<dt>samples</dt><dd>100 of 2 numbers each</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>process</dt><dd>vp (linear:0.1,20)</dd>", page, StringComparison.Ordinal);
        Assert.Contains("Bars: one standard error.", page, StringComparison.Ordinal);
    }

    private (string Page, JsonDocument Json) Made(params string[] words)
    {
        ProgramRun.Done([.. words, "--report", folder["p.html"], "--json", folder["p.json"]]);
        return (File.ReadAllText(folder["p.html"]), JsonDocument.Parse(File.ReadAllText(folder["p.json"])));
    }

    private static string[][] Rows(string page) =>
        [.. Regex.Matches(page, "<tr>((?:<td.*?</td>)+)</tr>", RegexOptions.Singleline).Select(static row => Regex.Matches(row.Groups[1].Value, "<td.*?</td>", RegexOptions.Singleline).Select(static cell => cell.Value).ToArray())];

    private static double Value(string cell) => Number(Regex.Match(cell, "data-v=\"([^\"]*)\"").Groups[1].Value);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(string markup) => WebUtility.HtmlDecode(Regex.Replace(markup, "<[^>]*>", ""));

    private static (int Width, int Height) Size(byte[] png) => (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
}

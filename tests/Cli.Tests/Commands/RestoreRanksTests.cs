using System.Globalization;
using System.Text.Json;
using ScoreSde.Cli;
using ScoreSde.Tests.ReadBack;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>Ranks of truths and the benchmark: table, JSON, CSV and page have the same figures, and these tell methods that sample the posterior from others.</summary>
[Trait("Category", "Once")]
public sealed class RestoreRanksTests : IDisposable
{
    private const double Level = 1e-6;

    private static readonly string[] Plane =
        ["restore", "--model", "mixture8", "--task", "compressed:1", "--noise", "0.5", "--steps", "20", "--ranks", "120", "--method", "mmps,repaint,dps,twisted", "--particles", "8", "--seed", "3"];

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Where rounding is as large as the error, draws from the posterior itself would fail; just above it they do not.</summary>
    [Fact]
    public void An_error_that_rounding_swallows_is_refused()
    {
        string[] words = ["restore", "--model", "mixture8", "--task", "compressed:1", "--steps", "5", "--ranks", "60", "--method", "pigdm", "--noise"];
        foreach (string lost in (string[])["1e-6", "1e-20", "1e-300"])
        {
            ProgramRun run = ProgramRun.Of([.. words, lost]);
            Assert.Equal(App.BadUsage, run.Code);
            Assert.Contains("is lost in the rounding of samples", run.Error, StringComparison.Ordinal);
        }

        string floor = ProgramRun.Done([.. words, "3e-6"]).Out.Split('\n').Single(static line => line.StartsWith(" floor", StringComparison.Ordinal));
        Assert.EndsWith("even", floor.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_mixture_moment_matching_particles_and_the_posterior_itself_have_even_ranks_and_others_do_not()
    {
        string table = ProgramRun.Done([.. Plane, "--json", folder["r.json"], "--csv", folder["r.csv"], "--report", folder["r.html"], "--threads", "1"]).Out;
        Assert.Equal(table, ProgramRun.Done([.. Plane, "--threads", "3"]).Out);
        JsonElement root = Checked("r.json");
        JsonElement[] methods = [.. Assert.Single(root.GetProperty("cases").EnumerateArray()).GetProperty("methods").EnumerateArray()];
        Assert.Equal(["mmps", "repaint", "dps", "twisted, 8 particles", "floor"], methods.Select(static method => method.GetProperty("name").GetString()));
        Assert.All(new[] { 0, 3, 4 }, right => Assert.InRange(P(methods[right]), Level, 1));
        Assert.All(new[] { 1, 2 }, wrong => Assert.InRange(P(methods[wrong]), 0, Level));
        Assert.All(methods, static method => Assert.All(
            method.GetProperty("calibration").GetProperty("quantities").EnumerateArray(),
            static quantity => Assert.Equal(120, quantity.GetProperty("ranks").EnumerateArray().Sum(static count => count.GetInt32()))));
        Assert.Equal(
            ["x₁", "x₂", "ln p(y|x)", "ln p(x)"],
            methods[0].GetProperty("calibration").GetProperty("quantities").EnumerateArray().Select(static quantity => quantity.GetProperty("name").GetString()));

        // Three evaluations a step of each particle, and one at the last.
        Assert.Equal(8 * ((3 * 19) + 1), methods[3].GetProperty("nfe").GetInt32());
        var rows = new CsvFile(folder["r.csv"]);
        Assert.Equal(methods.Length, rows.Count);
        for (int i = 0; i < methods.Length; i++)
        {
            JsonElement own = methods[i].GetProperty("calibration");
            Assert.Equal(P(methods[i]), rows.Number(i, "rankP"));
            Assert.Equal(own.GetProperty("verdict").GetString(), rows[i, "verdict"]);
            Assert.Equal(methods[i].GetProperty("name").GetString(), rows[i, "method"]);
            Assert.Equal(own.GetProperty("leastEven").GetString(), rows[i, "leastEven"]);
            Assert.Equal(120, rows[i, "ranks"].Split(' ').Sum(static count => int.Parse(count, CultureInfo.InvariantCulture)));
            Assert.Equal("", rows[i, "meanOff"]);
            string line = table.Split('\n').Single(text => text.StartsWith($" {rows[i, "method"]} ", StringComparison.Ordinal));
            Assert.EndsWith(rows[i, "verdict"], line, StringComparison.Ordinal);
            int cost = methods[i].GetProperty("nfe").GetInt32();
            Assert.Matches(cost == 0 ? $"^ {rows[i, "method"]}  +[0-9.]+e?-?[0-9]* " : $"^ {rows[i, "method"]} +{cost} ", line);
            Assert.Contains($" {rows[i, "leastEven"]} ", line, StringComparison.Ordinal);
        }

        string page = File.ReadAllText(folder["r.html"]);
        Assert.Equal(methods.Length, page.Split("<svg").Length - 1);
        Assert.Contains("Even ranks, as samples of the posterior have: mmps; twisted, 8 particles. Ranks that these would not have: repaint; dps.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Truths_of_a_network_are_its_own_samples_and_all_its_numbers_are_ranked()
    {
        string table = ProgramRun.Done("restore", "--ranks", "4", "--count", "30", "--steps", "3", "--method", "ddrm,replacement", "--json", folder["r.json"]).Out;
        Assert.Contains("Truths are the network's own samples", table.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.DoesNotContain("floor", table, StringComparison.Ordinal);
        JsonElement[] methods = [.. Checked("r.json").GetProperty("cases")[0].GetProperty("methods").EnumerateArray()];
        Assert.Equal([3, 5], methods.Select(static method => method.GetProperty("nfe").GetInt32()));
        Assert.All(methods, static method => Assert.Equal(65, method.GetProperty("calibration").GetProperty("quantities").GetArrayLength()));
        Assert.Equal(31, methods[0].GetProperty("calibration").GetProperty("quantities")[0].GetProperty("ranks").GetArrayLength());
    }

    // The only run of the benchmark in the tests beside that of its page.
    [Fact]
    public void The_benchmark_has_bias_evidence_and_ranks_of_each_method_in_table_json_csv_and_page()
    {
        string table = ProgramRun.Done("restore", "--benchmark", "--ranks", "12", "--count", "3", "--particles", "4", "--seed", "7", "--json", folder["r.json"], "--csv", folder["r.csv"], "--report", folder["r.html"]).Out;
        JsonElement[] cases = [.. Checked("r.json").GetProperty("cases").EnumerateArray()];
        Assert.Equal(3, cases.Length);
        var rows = new CsvFile(folder["r.csv"]);
        Assert.Equal(
            cases.SelectMany(static one => one.GetProperty("methods").EnumerateArray()).Select(static method => method.GetProperty("name").GetString()),
            Enumerable.Range(0, rows.Count).Select(row => rows[row, "method"]));
        foreach (JsonElement method in cases.SelectMany(static one => one.GetProperty("methods").EnumerateArray()))
        {
            string name = method.GetProperty("name").GetString()!;
            Assert.Equal(name == "twisted, 4 particles", method.TryGetProperty("evidence", out JsonElement evidence));
            Assert.True(method.TryGetProperty("bias", out JsonElement bias) && method.TryGetProperty("calibration", out _));
            if (name is "exact likelihood" or "floor")
            {
                Assert.InRange(bias.GetProperty("mean").GetDouble(), 0, 0.06);
                Assert.InRange(P(method), Level, 1);
            }

            if (evidence.ValueKind == JsonValueKind.Object)
            {
                // The error of 100 steps of the chain is 0.01 to 0.02 (decision 0072).
                double exact = evidence.GetProperty("exact").GetDouble();
                Assert.Equal(exact, evidence.GetProperty("log").GetDouble(), 0.05 + (5 * evidence.GetProperty("standardError").GetDouble()));
                Assert.Contains($"exact {exact.ToString("F3", CultureInfo.InvariantCulture)};", table, StringComparison.Ordinal);
            }
        }

        Assert.Equal(39, File.ReadAllText(folder["r.html"]).Split("<svg").Length - 1);
    }

    [Theory]
    [InlineData("--ranks 5 --index 3", "--index means nothing beside --ranks")]
    [InlineData("--ranks 5 --out r", "--out means nothing beside --ranks")]
    [InlineData("--ranks 5 --label 3 --guidance 2", "--guidance does not go with --ranks")]
    [InlineData("--ranks 5 --noise 0", "--noise must be a number greater than 0")]
    [InlineData("--ranks 0", "--ranks must be a whole number from 1 to 10000")]
    [InlineData("--ranks 5 --method ddrm,snips --solver heun", "No method of --method takes a solver")]
    [InlineData("--ranks 5 --method ddrm --particles 4", "No method of --method has particles")]
    [InlineData("--ranks 5 --method ddrm,nothing", "There is no method 'nothing'")]
    [InlineData("--method ddrm,snips", "There is no method 'ddrm,snips'")]
    [InlineData("--benchmark --count 4", "--count means nothing beside --benchmark")]
    [InlineData("--benchmark --ranks 5 --steps 4", "--steps means nothing beside --benchmark")]
    [InlineData("--json {f}", "--json is for --benchmark and --ranks")]
    [InlineData("--ranks 5 --json {f} --csv {f}", "name the same file")]
    public void Words_that_do_not_go_with_ranks_are_refused(string words, string sentence)
    {
        ProgramRun run = ProgramRun.Of(["restore", .. words.Replace("{f}", folder["x"], StringComparison.Ordinal).Split(' ')]);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    private static double P(JsonElement method) => method.GetProperty("calibration").GetProperty("p").GetDouble();

    private JsonElement Checked(string name)
    {
        using JsonDocument schema = JsonDocument.Parse(Repository.Read("docs/calibration.schema.json"));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder[name]));
        Assert.Empty(new JsonSchema(schema.RootElement).Faults(json.RootElement));
        return json.RootElement.Clone();
    }
}

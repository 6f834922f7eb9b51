using System.Text.Json;
using System.Text.RegularExpressions;
using ScoreSde.Cli;
using ScoreSde.Comparison;
using ScoreSde.Comparison.Contestants;
using ScoreSde.Comparison.Problems;
using ScoreSde.Comparison.Reports;
using ScoreSde.Data;
using ScoreSde.Data.Npy;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

public sealed partial class CompareTests : IDisposable
{
    private static readonly string[] Small =
        ["compare", "--model", "gaussian", "--solvers", "em,ddim:0.5,heun", "--nfe", "4,9", "--count", "200", "--seed", "3"];

    private static readonly string[] All = [.. Small, "--all"];

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_table_is_as_kept() => Golden.Check("compare", Masked(ProgramRun.Done(All).Out));

    [Fact]
    public void The_table_for_the_eye_is_as_kept_and_no_line_is_longer_than_80()
    {
        string shown = ProgramRun.Done([.. Small[..3], "--solvers", "em,ddpm-posterior,heun,unipc-2,dopri5:0.01", "--nfe", "4,9,20,50", .. Small[7..]]).Out;
        Assert.All(shown.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Golden.Check("compare-summary", Seconds().Replace(Masked(shown), "  #"));
    }

    [Fact]
    public void Grids_are_compared_too_and_their_pairs_named()
    {
        string[] words = ["compare", "--model", "gaussian", "--solvers", "ddim,heun", "--nfe", "9", "--count", "100"];
        string shown = ProgramRun.Done([.. words, "--grids", "balanced,uniform", "--json", folder["r"]]).Out;
        Assert.All(["Verdict: With 9 evaluations ", "ddim on balanced", "heun on uniform"], part => Assert.Contains(part, shown.ReplaceLineEndings(" "), StringComparison.Ordinal));
        JsonElement run = Json("r").GetProperty("runs")[0];
        Assert.Equal("balanced,uniform", run.GetProperty("grid").GetString());
        Assert.Equal(["balanced", "balanced", "uniform", "uniform"], run.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("grid").GetString()));

        // As each alone.
        ProgramRun.Done([.. words, "--grid", "uniform", "--json", folder["u"]]);
        Assert.Equal(
            Json("u").GetProperty("runs")[0].GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("metrics").GetProperty("energyDistance").GetDouble()),
            run.GetProperty("rows").EnumerateArray().Skip(2).Select(row => row.GetProperty("metrics").GetProperty("energyDistance").GetDouble()));
        ProgramRun both = ProgramRun.Of([.. words, "--grid", "uniform", "--grids", "uniform"]);
        Assert.Equal(App.BadUsage, both.Code);
        Assert.Contains("--grid or --grids", both.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Solvers_that_choose_their_steps_stand_in_a_block_of_their_own_with_measured_evaluations()
    {
        string[] words = [.. Small[..3], "--solvers", "heun,dopri5:0.1,dopri5:0.001,adaptive-sde:0.1", .. All[5..]];
        Golden.Check("compare-adaptive", Masked(ProgramRun.Done([.. words, "--json", folder["r"], "--csv", folder["c"]]).Out));
        JsonElement[] rows = [.. Json("r").GetProperty("runs")[0].GetProperty("rows").EnumerateArray()];
        Assert.Equal([4, 9, null, null, null], rows.Select(row => row.GetProperty("budget").ValueKind == JsonValueKind.Null ? (int?)null : row.GetProperty("budget").GetInt32()));
        JsonElement loose = rows[2];
        JsonElement tight = rows[3];
        Assert.Equal("dopri5:0.1", loose.GetProperty("solver").GetString());

        // Six evaluations a step and one at the start, in the mean as in each sample.
        Assert.Equal(1 + (6 * tight.GetProperty("steps").GetDouble()), tight.GetProperty("nfe").GetDouble(), 9);
        Assert.True(tight.GetProperty("nfe").GetDouble() > loose.GetProperty("nfe").GetDouble());
        Assert.True(Flow(tight) < Flow(loose));
        Assert.False(rows[4].GetProperty("metrics").TryGetProperty("flowDistance", out _));
        Assert.Contains(",dopri5:0.1,,", File.ReadAllText(folder["c"]), StringComparison.Ordinal);

        static double Flow(JsonElement row) => row.GetProperty("metrics").GetProperty("flowDistance").GetDouble();
    }

    [Theory]
    [InlineData("must be a number from 1E-05 to 1, not '1e-7'", "--solvers", "dopri5:1e-7")]
    [InlineData("must be a number from 1E-05 to 1, not 'x'", "--solvers", "heun,tsit5:x")]
    [InlineData("--nfe means nothing here", "--solvers", "dopri5", "--nfe", "10")]
    public void Words_that_an_adaptive_solver_cannot_use_are_refused(string sentence, params string[] words)
    {
        ProgramRun run = ProgramRun.Of(["compare", "--model", "gaussian", .. words]);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_digits_are_measured_by_labels_and_copies_too()
    {
        string table = ProgramRun.Done("compare", "--model", "digits", "--solvers", "ddim", "--nfe", "10", "--count", "100", "--all", "--json", folder["r"]).Out;
        Assert.Contains("label", table, StringComparison.Ordinal);
        JsonElement run = Json("r").GetProperty("runs")[0];
        Assert.InRange(run.GetProperty("rows")[0].GetProperty("metrics").GetProperty("labelAgreement").GetDouble(), 0.9, 1);
        Assert.Equal(
            ["slicedWasserstein", "energyDistance", "frechet", "labelAgreement", "copiedShare", "nearestRatio", "flowDistance"],
            run.GetProperty("floor").EnumerateObject().Select(metric => metric.Name));
    }

    [Fact]
    public void On_the_way_to_the_floor_there_is_one_line_a_solver_the_cheapest_first()
    {
        string[] words = ["compare", "--model", "mixture8", "--solvers", "pc,heun,unipc-2", "--to-floor", "--nfe", "12", "--count", "1000", "--json", folder["r"]];
        Golden.Check("compare-to-floor", SecondsBeforeRuns().Replace(Masked(ProgramRun.Done(words).Out), "  #  $1"));
        using JsonDocument schema = JsonDocument.Parse(Repository.Read("docs/compare.schema.json"));
        Assert.Empty(new JsonSchema(schema.RootElement).Faults(Json("r")));
        JsonElement[] floors = [.. Json("r").GetProperty("runs")[0].GetProperty("toFloor").EnumerateArray()];
        Assert.Equal(["unipc-2", "pc", "heun"], floors.Select(static floor => floor.GetProperty("solver").GetString()));
        Assert.Equal([JsonValueKind.Number, JsonValueKind.Null, JsonValueKind.Null], floors.Select(static floor => floor.GetProperty("nfe").ValueKind));
    }

    [Theory]
    [InlineData("--path judges by paths", "--path")]
    [InlineData("adaptive solvers choose their own steps", "--solvers", "dopri5,heun")]
    [InlineData("--nfe is one number here", "--nfe", "10,20")]
    public void Words_that_do_not_go_with_the_floor_are_refused(string sentence, params string[] words)
    {
        ProgramRun run = ProgramRun.Of(["compare", "--model", "gaussian", "--to-floor", .. words]);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_json_has_its_shape()
    {
        ProgramRun.Done([.. Small, "--json", folder["r.json"]]);
        JsonElement root = Json("r.json");
        JsonElement run = Assert.Single(root.GetProperty("runs").EnumerateArray());
        Assert.Equal("gaussian", run.GetProperty("model").GetString());
        Assert.Equal("vp", run.GetProperty("process").GetString());
        Assert.Equal(3, run.GetProperty("seed").GetInt32());
        Assert.Equal(200, run.GetProperty("samples").GetInt32());
        string[] metrics = ["slicedWasserstein", "energyDistance", "frechet", "logDensityGap", "flowDistance"];
        Assert.Equal(metrics, run.GetProperty("floor").EnumerateObject().Select(metric => metric.Name));
        Assert.All(run.GetProperty("floor").EnumerateObject(), metric => Assert.True(metric.Value.GetDouble() > 0));
        JsonElement[] rows = [.. run.GetProperty("rows").EnumerateArray()];
        Assert.Equal(["em", "ddim:0.5", "heun", "em", "ddim:0.5", "heun"], rows.Select(row => row.GetProperty("solver").GetString()));
        Assert.Equal([4, 4, 2, 9, 9, 5], rows.Select(row => row.GetProperty("steps").GetInt32()));
        Assert.Equal([4, 4, 3, 9, 9, 9], rows.Select(row => row.GetProperty("nfe").GetInt32()));
        Assert.All(rows, row =>
        {
            Assert.True(row.GetProperty("seconds").GetDouble() > 0);
            Assert.Equal(200, row.GetProperty("samplesPerSecond").GetDouble() * row.GetProperty("seconds").GetDouble(), 6);
            string[] shown = row.GetProperty("solver").GetString() == "heun" ? metrics : metrics[..4];
            Assert.Equal(shown, row.GetProperty("metrics").EnumerateObject().Select(metric => metric.Name));
        });
    }

    [Fact]
    public void The_json_is_of_its_schema_and_has_the_numbers_of_the_library()
    {
        ProgramRun.Done([.. Small, "--json", folder["r.json"]]);
        using JsonDocument schema = JsonDocument.Parse(Repository.Read("docs/compare.schema.json"));
        JsonElement root = Json("r.json");
        Assert.Empty(new JsonSchema(schema.RootElement).Faults(root));
        using JsonDocument wrong = JsonDocument.Parse("{\"version\":1,\"runs\":[{\"model\":3,\"more\":1}]}");
        Assert.True(new JsonSchema(schema.RootElement).Faults(wrong.RootElement).Count > 10);

        var law = GaussianMixture.Of(Gaussian.WithCovariance([1, -1], new double[,] { { 2, 1.2 }, { 1.2, 1 } }));
        ComparisonReport report = ComparisonRun.Execute(
            [new ExactProblem("gaussian", law, new VariancePreserving(new LinearSchedule(0.1, 20)))],
            new ComparisonSettings { Contestants = Contestant.Of(new EulerMaruyama(), new Ddim(0.5), new Heun()), Budgets = [4, 9], Samples = 200, Seed = 3 });
        Assert.Equal(
            root.GetProperty("runs")[0].GetProperty("rows").EnumerateArray().SelectMany(static row => row.GetProperty("metrics").EnumerateObject()).Select(static metric => metric.Value.GetDouble()),
            report.Problems[0].Rows.SelectMany(static row => row.Metrics.Values).Select(static value => value.Value));
    }

    [Fact]
    public void The_csv_has_a_line_for_each_row_and_the_floor()
    {
        ProgramRun.Done([.. Small, "--csv", folder["r.csv"]]);
        string[] lines = File.ReadAllText(folder["r.csv"]).TrimEnd('\n').Split('\n');
        Assert.Equal(1 + 6 + 1, lines.Length);
        Assert.StartsWith("model,process,schedule,grid,dtype,seed,samples,solver,budget,steps,nfe,seconds,samplesPerSecond,slicedWasserstein,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("gaussian,vp,\"linear:0.1,20\",", lines[1], StringComparison.Ordinal);
        Assert.Contains(",floor,,,,,,", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Values_do_not_depend_on_the_threads()
    {
        ProgramRun.Done([.. Small, "--threads", "1", "--json", folder["a"]]);
        ProgramRun.Done([.. Small, "--threads", "3", "--json", folder["b"]]);
        Assert.Equal(WithoutTimes(Json("a")), WithoutTimes(Json("b")));
    }

    [Fact]
    public void No_measure_of_a_budget_has_more_than_one_star_and_a_lone_solver_has_none()
    {
        Assert.All(Stars(ProgramRun.Done(All).Out), stars => Assert.InRange(stars, 0, 1));
        string alone = ProgramRun.Done("compare", "--model", "gaussian", "--solvers", "heun", "--nfe", "9", "--count", "200", "--all").Out;
        Assert.DoesNotContain(alone.Split('\n'), line => line.StartsWith(" heun", StringComparison.Ordinal) && line.AsSpan().ContainsAny('*', '='));
    }

    [Fact]
    public void A_solver_that_overflows_fails_in_its_own_row()
    {
        // Noise rate 10 and δβ = 79/60: a step of Euler–Maruyama multiplies by 1 + δβ/2 − 11 δβ/2 = −5.6, and 5.6⁶⁰ is beyond float.
        string[] overflowing = ["--model", "gaussian", "--schedule", "linear:79,79", "--grid", "uniform", "--nfe", "60"];
        ProgramRun run = ProgramRun.Of(["compare", .. overflowing, "--solvers", "em:10,heun", "--count", "20", "--json", folder["r"]]);
        Assert.Equal(App.Failed, run.Code);
        Assert.Contains("failed", run.Out, StringComparison.Ordinal);
        Assert.StartsWith("scoresde: em gave a value that is not finite in step ", run.Error, StringComparison.Ordinal);
        JsonElement rows = Json("r").GetProperty("runs")[0].GetProperty("rows");
        Assert.Empty(rows[0].GetProperty("metrics").EnumerateObject());
        Assert.StartsWith("em gave a value", rows[0].GetProperty("failure").GetString(), StringComparison.Ordinal);
        Assert.Equal(5, rows[1].GetProperty("metrics").EnumerateObject().Count());

        ProgramRun sample = ProgramRun.Of(["sample", .. overflowing, "--solver", "em:10", "--out", folder["x.npy"]]);
        Assert.Equal(App.Failed, sample.Code);
        Assert.Equal(["r"], folder.Files);
    }

    // Times decide how wide their columns are, so blanks and rules shrink to a fixed length before the comparison.
    private static string Masked(string table) => Times().Replace(Blanks().Replace(Rules().Replace(table, "──"), "  "), "$1  #  #");

    // Of each measure in the block of each budget.
    private static IEnumerable<int> Stars(string table) => table.Split('\n').Where(line => line.StartsWith(' ') && line.AsSpan().ContainsAnyInRange('0', '9'))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(cells => cells[0] != "floor")
        .Chunk(3).SelectMany(block => Enumerable.Range(5, 5).Select(column => block.Count(cells => cells[column].EndsWith('*'))));

    private static string WithoutTimes(JsonElement json) => string.Join(
        '\n', json.GetProperty("runs")[0].GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("metrics").GetRawText()));

    // The two columns after solver, steps and NFE.
    [GeneratedRegex(@"^( [a-z][^ ]*  \d+(?:\.\d)?  \d+(?:\.\d)?)  [\d.e-]+  [\d,]+", RegexOptions.Multiline)]
    private static partial Regex Times();

    [GeneratedRegex(@"  [\d.e-]+$", RegexOptions.Multiline)]
    private static partial Regex Seconds();

    [GeneratedRegex(@"  [\d.e-]+  (\d+)$", RegexOptions.Multiline)]
    private static partial Regex SecondsBeforeRuns();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Blanks();

    [GeneratedRegex("─+")]
    private static partial Regex Rules();

    private JsonElement Json(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(folder[file]));
        return document.RootElement.Clone();
    }

    [Fact]
    [Trait("Category", "Once")]
    public void One_class_is_judged_by_its_own_rows_and_guidance_counts_twice()
    {
        string[] words = ["compare", "--model", "digits", "--solvers", "ddim", "--nfe", "20", "--count", "100", "--all"];
        string sevens = ProgramRun.Done([.. words, "--label", "7"]).Out;
        Assert.Contains("digits, label 7: ", sevens, StringComparison.Ordinal);
        Assert.Contains("against the 36 held-out rows", sevens, StringComparison.Ordinal);
        Assert.Matches("ddim +20 +20 ", sevens);
        string guided = ProgramRun.Done([.. words, "--label", "7", "--guidance", "3"]).Out;
        Assert.Matches("ddim +10 +20 ", guided);
        Assert.Equal(PlainEnergy("--guidance", "1", "--steps", "20"), Energy(sevens), 5e-3);
        Assert.Equal(PlainEnergy("--guidance", "3", "--steps", "10"), Energy(guided), 5e-3);

        // Nothing of the kind is left where the rows of all classes judge.
        Assert.True(Energy(sevens) > 2 * Energy(ProgramRun.Done(words).Out));
    }

    [Theory]
    [InlineData("--model mixture8 --label 1", "Model 'mixture8' has no classes")]
    [InlineData("--model mixture8 --guidance 2", "Model 'mixture8' has no classes")]
    [InlineData("--model digits --label x", "--label must be a class of model 'digits'")]
    [InlineData("--model digits --guidance 2 --nfe 1 --solvers em", "needs 1 evaluations for one step, more than the 0 allowed")]
    public void A_class_or_guidance_that_a_model_has_not_learned_is_refused(string line, string fragment)
    {
        ProgramRun run = ProgramRun.Of(["compare", .. line.Split(' ')]);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
    }

    // Of the samples that `sample` draws, against the held-out sevens, pair by pair.
    private double PlainEnergy(params string[] more)
    {
        ProgramRun.Done(["sample", "--model", "digits", "--solver", "ddim", "--count", "100", "--label", "7", "--out", folder["x.npy"], .. more]);
        DataSet heldOut = DataSets.Split(Digits.Name).HeldOut;
        float[][] sevens = [.. Enumerable.Range(0, heldOut.Count).Where(row => heldOut.Labels[row] == 7).Select(row => heldOut[row].ToArray())];
        float[] values = NpyFile.Load(folder["x.npy"]).Values;
        float[][] drawn = [.. values.Chunk(heldOut.Dimension)];
        Assert.Equal((36, 100), (sevens.Length, drawn.Length));
        return (2 * Mean(sevens, drawn)) - Mean(sevens, sevens) - Mean(drawn, drawn);

        static double Mean(float[][] a, float[][] b) =>
            a.Average(x => b.Average(y => Math.Sqrt(x.Zip(y, static (p, q) => ((double)p - q) * ((double)p - q)).Sum())));
    }

    private static double Energy(string table) => double.Parse(
        table.Split('\n').First(line => line.StartsWith(" ddim", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[6].TrimEnd('=', '*'),
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A name that takes two numbers is one entry of a list, and may stand there with others of its kind.</summary>
    [Fact]
    public void Grids_of_two_numbers_stand_in_a_list()
    {
        string table = ProgramRun.Done("compare", "--model", "gaussian", "--solvers", "ddim", "--nfe", "5", "--count", "30", "--grids", "beta:0.6,0.6,uniform,beta:0.7,0.6,shift:2").Out;
        Assert.All(new[] { "beta:0.6,0.6", "uniform", "beta:0.7,0.6", "shift:2" }, grid => Assert.Contains(grid, table, StringComparison.Ordinal));
        Assert.Contains("names 'beta:0.6,0.6' more than once", ProgramRun.Of("compare", "--grids", "beta:0.6,0.6,beta:0.6,0.6").Error, StringComparison.Ordinal);
    }
}

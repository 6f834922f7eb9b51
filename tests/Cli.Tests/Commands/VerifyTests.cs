using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ScoreSde.Cli;
using ScoreSde.Cli.Pages;
using ScoreSde.Cli.Verifying;
using ScoreSde.Schedules;
using ScoreSde.Tests.Support;
using ScoreSde.Verification.Laws;
using ScoreSde.Verification.Runs;

namespace ScoreSde.Tests.Commands;

public sealed class VerifyTests
{
    [Fact]
    public void Measured_figures_stand_beside_those_of_theory_in_table_json_and_page()
    {
        using var folder = new Folder();
        string json = folder["v.json"];
        string page = folder["v.html"];
        ProgramRun run = ProgramRun.Done("verify", "--schedule", "linear:0.1,20", "--only", "linspace-limit", "--cases", "10", "--json", json, "--report", page);
        Assert.StartsWith("1 passed, 0 failed, 0 not applicable, 0 undecided", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("1 passed, 0 failed, 0 not applicable, 0 undecided", run.Out.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("-67.001667", run.Out, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        JsonElement only = document.RootElement[0];
        Assert.Equal("linspace-limit", only.GetProperty("name").GetString());
        Assert.Equal(-67.001667, only.GetProperty("expected").GetDouble(), 1e-5);
        Assert.Equal("passed", only.GetProperty("verdict").GetString());
        Assert.Contains("-67.001667", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("guidance-is-linear", "1 passed, 0 failed, 0 not applicable, 0 undecided")]
    [InlineData("adaptive-sde-steps", "0 passed, 0 failed, 1 not applicable, 0 undecided")]
    public void A_schedule_that_leaves_nothing_of_the_data_is_one_of_a_chain(string law, string verdict)
    {
        ProgramRun run = ProgramRun.Done("verify", "--schedule", "zero-snr:ddpm", "--only", law, "--cases", "5");
        Assert.EndsWith(verdict, run.Out.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Once")]
    public void What_does_not_apply_or_is_undecided_is_told_with_its_reason_and_is_no_failure()
    {
        using var folder = new Folder();
        string json = folder["v.json"];
        string page = folder["v.html"];
        ProgramRun run = ProgramRun.Done("verify", "--schedule", "geometric:0.01,50", "--only", "*-limit", "--cases", "5", "--json", json, "--report", page);
        Assert.EndsWith(" 0 failed, 6 not applicable, 0 undecided", run.Out.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("linspace-limit: needs a linear schedule.", run.Out, StringComparison.Ordinal);
        using (JsonDocument document = JsonDocument.Parse(File.ReadAllText(json)))
        {
            JsonElement[] inapplicable = [.. document.RootElement.EnumerateArray().Where(static item => item.GetProperty("verdict").GetString() == "not applicable")];
            Assert.Equal(
                ["linspace-limit", "right-point-limit", "midpoint-limit", "interior-limit", "posterior-variance-limit", "diffusion-loss-limit"],
                inapplicable.Select(static item => item.GetProperty("name").GetString()));
            Assert.All(inapplicable, static item => Assert.NotEmpty(item.GetProperty("reason").GetString()!));
        }

        Assert.Contains("6 not applicable, 0 undecided", File.ReadAllText(page), StringComparison.Ordinal);
        ProgramRun open = ProgramRun.Done("verify", "--schedule", "cosine", "--only", "order/pc", "--json", json, "--report", page);
        Assert.EndsWith("0 passed, 0 failed, 0 not applicable, 1 undecided", open.Out.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("order/pc: subvp cosine, t from 0.95 to 0.1: weak order of the variance: did not settle: slopes", open.Out.Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("undecided", File.ReadAllText(json), StringComparison.Ordinal);
        Assert.Contains("class=\"undecided\"", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_is_a_table_and_a_figure()
    {
        using var folder = new Folder();
        string figure = folder["limit.svg"];
        ProgramRun run = ProgramRun.Done("verify", "--limit", "--svg", figure);
        Assert.Contains(" 100000 ", run.Out, StringComparison.Ordinal);
        Assert.Contains("-1.00", run.Out, StringComparison.Ordinal);

        // A curve for each error, on logarithmic axes: what falls as 1/N falls evenly, and the name says the rate.
        XElement svg = XDocument.Load(figure).Root!;
        double[][] curves =
        [
            .. svg.Descendants().Where(static element => element.Name.LocalName == "polyline" && element.Attribute("style")!.Value.Contains("stroke-width:2", StringComparison.Ordinal))
                .Select(static line => line.Attribute("points")!.Value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(static number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())
                .Where(static points => points.Length > 4),
        ];

        // The chain of ten steps has no signal left, which is no point.
        Assert.Equal([16, 18, 18], curves.Select(static points => points.Length));
        Assert.All(curves, static points => Assert.Equal(1, (points[^1] - points[^3]) / (points[^2] - points[^4]) / ((points[^3] - points[^5]) / (points[^4] - points[^6])), 0.05));
        Assert.Equal(3, Regex.Count(svg.Value, "rate -1.00"));
    }

    [Theory]
    [InlineData(Relation.Equal, "0.5")]
    [InlineData(Relation.AtMost, "≤ 0.5")]
    [InlineData(Relation.AtLeast, "≥ 0.5")]
    public void What_is_expected_has_the_sign_of_its_relation(Relation relation, string text)
    {
        Assert.Equal(3, Enum.GetValues<Relation>().Length);
        Assert.Equal(text, VerifyTable.Expected(new Measurement("x", 1, 0.5, 0.1, relation)));
    }

    [Fact]
    public void Words_that_fit_no_property_are_refused_with_the_nearest()
    {
        Refused("order/heun", "verify", "--only", "ordr/heun");
        Refused("heun", "verify", "--solver", "huen");
        Refused("--svg needs --limit", "verify", "--svg", "x.svg");
        Refused("--only does not go with --limit", "verify", "--limit", "--only", "x");
        Refused("--only does not go with --printed", "verify", "--printed", "--only", "x");
        Refused("--printed does not go with --limit", "verify", "--limit", "--printed");
        Refused("needs a linear schedule", "verify", "--limit", "--schedule", "cosine");
        Refused("--cases must be a whole number", "verify", "--cases", "0");
        Refused("--case must be a whole number", "verify", "--case", "-1");

        static void Refused(string fragment, params string[] words)
        {
            ProgramRun run = ProgramRun.Of(words);
            Assert.Equal(App.BadUsage, run.Code);
            Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_stopped_run_leaves_no_file()
    {
        using var folder = new Folder();
        string json = folder["v.json"];
        ProgramRun run = ProgramRun.Of(new CancellationToken(canceled: true), "verify", "--only", "schedule-*", "--json", json);
        Assert.Equal(App.Failed, run.Code);
        Assert.False(File.Exists(json));
    }

    [Fact]
    public void A_failure_is_told_with_its_case_and_the_command_that_replays_it()
    {
        PropertyContext context = new() { Parts = new() { LinearChain = static (n, first, last) => ScoreSde.Discrete.DdpmChain.Linear(n, first, 0.9 * last) } };
        var settings = new VerifySettings(
            new VerificationOptions { Only = "linspace-limit", Context = context with { FixedSchedule = new LinearSchedule() } }, "linear:0.1,20", null, null);
        using var results = new StringWriter { NewLine = "\n" };
        Assert.Equal(App.Failed, VerifyRun.Execute(settings, new(results, TextWriter.Null)));
        string text = results.ToString();
        Assert.Contains("0 passed, 1 failed", text, StringComparison.Ordinal);
        Assert.Contains("counterexample: linear:0.1,20", text, StringComparison.Ordinal);
        Assert.Contains("replay:         scoresde verify --only linspace-limit --seed 2021 --case 0 --schedule linear:0.1,20", text, StringComparison.Ordinal);
        using var page = new MemoryStream();
        VerifyPage.Write(VerificationRun.Run(settings.Options), settings, page);
        Assert.Contains("class=\"failed\"", System.Text.Encoding.UTF8.GetString(page.ToArray()), StringComparison.Ordinal);
    }
}

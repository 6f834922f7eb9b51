using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ScoreSde.Cli.Calibrating;
using ScoreSde.Cli.Tables;
using ScoreSde.Verification.Posteriors;

namespace ScoreSde.Tests.Calibrating;

/// <summary>What was found of methods as table, comma-separated values, JSON, notes and page: each form of one report made by hand.</summary>
[Trait("Category", "Once")]
public sealed partial class CalibrationFormsTests
{
    // Twice the least p is 1 at most.
    private static readonly Calibration Even = new("mmps", [new RankCounts("x₁", [10, 10]), new RankCounts("x₂", [10, 10])]);

    // p of the second is 2/2²⁰, and counts twice.
    private static readonly Calibration Uneven = new("twisted, 3 particles", [new RankCounts("x₁", [10, 10]), new RankCounts("ln p(y|x)", [20, 0])]);

    private static readonly CalibratedMethod Exact = new("mmps", 40) { Bias = new PosteriorBias("mmps", 40, 0.123, 0.9, 0.25, 0), Ranks = Even };

    private static readonly CalibratedMethod Weighed = new("twisted, 3 particles", 120)
    {
        Bias = new PosteriorBias("twisted, 3 particles", 120, 0.5, 1.5, 0.75, 100) { Evidence = new PosteriorEvidence(-3.25, 0.05, -3.5, 2.5) },
        Ranks = Uneven,
    };

    private static readonly CalibratedMethod Diverged = new("dps", 0) { IsDiverged = true };

    private static readonly CalibratedMethod Bare = new("snips", 7);

    private static readonly CalibratedMethod Floor = new(CalibratedMethod.Floor, 0) { Bias = new PosteriorBias("floor", 0, 0.03, 1, 0.02, 400), Ranks = Even };

    [Fact]
    public void A_table_has_bias_ranks_and_evidence_and_says_where_a_method_diverged()
    {
        ReportTable table = Table(Report(20, Exact, Weighed, Diverged, Bare, Floor));
        Assert.Equal("plane", table.Title);
        Assert.Equal(["method", "NFE", "mean off by", "± ", "spread", "covariance off by", "p of ranks", "least even", "0 … 1", "verdict"], table.Columns.Select(static column => column.Head));
        Assert.Equal([false, true, true, true, true, true, true, false, false, false], table.Columns.Select(static column => column.IsNumber));
        Assert.Equal(["mmps", "40", "0.123", "exact", "0.900", "0.250", "1.00", "x₁", "▄▄", "even"], table.Rows[0]);
        Assert.Equal(["twisted, 3 particles", "120", "0.500", "0.150", "1.50", "0.750", "3.81e-6", "ln p(y|x)", "█▁", "too near y"], table.Rows[1]);
        Assert.Equal(["dps", "", "diverged", "", "", "", "diverged", "", "", ""], table.Rows[2]);
        Assert.Equal(["snips", "7", "", "", "", "", "", "", "", ""], table.Rows[3]);
        Assert.Equal(["floor", "", "0.0300", "0.0500", "1.00", "0.0200", "1.00", "x₁", "▄▄", "even"], table.Rows[4]);
        Assert.Equal([3], table.BreaksAfter);
        Assert.Equal(["twisted, 3 particles: ln p(y) = -3.250 ± 0.050, exact -3.500; 2.50 counted at worst, in the mean over 100 samples."], table.Notes);
    }

    [Fact]
    public void A_table_of_ranks_alone_has_no_bias_and_one_of_bias_alone_no_ranks()
    {
        ReportTable ranks = Table(Report(20, Exact with { Bias = null }, Diverged));
        Assert.Equal(["method", "NFE", "p of ranks", "least even", "0 … 1", "verdict"], ranks.Columns.Select(static column => column.Head));
        Assert.Equal(["dps", "", "diverged", "", "", ""], ranks.Rows[1]);
        Assert.Empty(ranks.BreaksAfter);
        ReportTable bias = Table(Report(0, Exact with { Ranks = null }));
        Assert.Equal(["method", "NFE", "mean off by", "± ", "spread", "covariance off by"], bias.Columns.Select(static column => column.Head));
        Assert.Equal(["mmps", "40", "0.123", "exact", "0.900", "0.250"], bias.Rows[0]);
        Assert.Empty(bias.Notes);
    }

    [Fact]
    public void The_posterior_itself_stands_below_a_line_where_methods_stand_above_it()
    {
        Assert.Equal([0], Table(Report(20, Exact, Floor)).BreaksAfter);
        Assert.Empty(Table(Report(20, Floor)).BreaksAfter);
        Assert.Empty(Table(Report(20, Floor, Exact)).BreaksAfter);
    }

    [Theory]
    [InlineData(1, "1.00")]
    [InlineData(0.0244, "0.0244")]
    [InlineData(1e-99, "1.00e-99")]
    [InlineData(9.9e-100, "< 1e-99")]
    [InlineData(0, "< 1e-99")]
    public void A_p_that_is_too_small_for_a_number_is_called_so(double p, string shown) => Assert.Equal(shown, CalibrationTable.PValue(p));

    [Fact]
    public void Comma_separated_values_are_empty_where_a_figure_does_not_apply()
    {
        string[] lines = Written(CalibrationCsv.Write, Report(20, Exact, Weighed, Diverged, Bare, Floor)).Split('\n');
        Assert.Equal(7, lines.Length);
        Assert.Equal(
            "case,process,grid,steps,seed,method,nfe,diverged,samples,meanOff,meanStandardError,spread,covarianceOff,logEvidence,logEvidenceStandardError,exactLogEvidence,effectiveParticles,"
            + "truths,samplesOfTruth,rankP,verdict,leastEven,ranks",
            lines[0]);
        const string Run = "plane,\"vp (linear:0.1,20)\",karras,12,7,";
        Assert.Equal(Run + "mmps,40,false,0,0.123,0,0.9,0.25,,,,,20,1,1,even,x₁,10 10", lines[1]);
        string[] parts = lines[2].Split(",20,1,");
        Assert.Equal(Run + "\"twisted, 3 particles\",120,false,100,0.5,0.15,1.5,0.75,-3.25,0.05,-3.5,2.5", parts[0]);
        string[] ranks = parts[1].Split(',');
        Assert.Equal(4 / Math.Pow(2, 20), double.Parse(ranks[0], CultureInfo.InvariantCulture), 1e-12);
        Assert.Equal(["too near y", "ln p(y|x)", "20 0"], ranks[1..]);
        Assert.Equal(Run + "dps,0,true,,,,,,,,,,,,,,,", lines[3]);
        Assert.Equal(Run + "snips,7,false,,,,,,,,,,,,,,,", lines[4]);
        Assert.Equal(Run + "floor,,false,400,0.03,0.05,1,0.02,,,,,20,1,1,even,x₁,10 10", lines[5]);
        Assert.Equal("", lines[6]);
    }

    [Fact]
    public void Json_leaves_out_what_does_not_apply_and_has_null_for_what_is_not_finite()
    {
        CalibratedMethod single = Weighed with { Bias = Weighed.Bias! with { Evidence = new PosteriorEvidence(-3.25, double.NaN, -3.5, 2.5) }, Ranks = null };
        Assert.Equal(
            """
            {
              "version": 1,
              "process": "vp (linear:0.1,20)",
              "grid": "karras",
              "steps": 12,
              "seed": 7,
              "truths": 20,
              "samplesOfTruth": 1,
              "cases": [
                {
                  "name": "plane",
                  "methods": [
                    {
                      "name": "dps",
                      "nfe": 0,
                      "diverged": true
                    },
                    {
                      "name": "twisted, 3 particles",
                      "nfe": 120,
                      "diverged": false,
                      "bias": {
                        "samples": 100,
                        "mean": 0.5,
                        "meanStandardError": 0.15,
                        "spread": 1.5,
                        "covariance": 0.75
                      },
                      "evidence": {
                        "log": -3.25,
                        "standardError": null,
                        "exact": -3.5,
                        "effectiveParticles": 2.5
                      }
                    },
                    {
                      "name": "mmps",
                      "nfe": 40,
                      "diverged": false,
                      "calibration": {
                        "p": 1,
                        "verdict": "even",
                        "leastEven": "x₁",
                        "quantities": [
                          {
                            "name": "x₁",
                            "p": 1,
                            "shape": "low",
                            "ranks": [
                              11,
                              10
                            ]
                          },
                          {
                            "name": "x₂",
                            "p": 1,
                            "shape": "high",
                            "ranks": [
                              10,
                              11
                            ]
                          }
                        ]
                      }
                    }
                  ]
                }
              ]
            }
            """.ReplaceLineEndings("\n"),
            Whole().Replace(Written(CalibrationJson.Write, Report(20, Diverged, single, Exact with { Bias = null, Ranks = new Calibration("mmps", [new RankCounts("x₁", [11, 10]), new RankCounts("x₂", [10, 11])]) })), "1").ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Notes_say_what_the_figures_are_that_the_tables_have()
    {
        string[] both = [.. CalibrationNotes.Of(Report(20, Exact))];
        Assert.Equal(5, both.Length);
        Assert.Equal("vp (linear:0.1,20), grid karras, 12 steps, seed 7. mean off by: |m̂ − m|/√tr Σ. spread: √(tr Σ̂/tr Σ), 1 is right.", both[0]);
        Assert.Equal(
            "covariance off by: |Σ̂ − Σ|/|Σ|. exact: no sampling, the stepper's own coefficients; else 10000 samples, of particles fewer, with the standard error of the mean.",
            both[1]);
        Assert.Equal("floor: 10000 draws from the posterior itself.", both[2]);
        Assert.Equal(
            "ranks: of 20 truths drawn from the prior, each measured, among 1 samples given its measurement; 0 … 1: how often each, half a line's height is even.",
            both[3]);
        Assert.StartsWith("p: how likely ranks so uneven are", both[4], StringComparison.Ordinal);
        Assert.Equal(3, CalibrationNotes.Of(Report(0, Exact)).Count());
        Assert.Equal(["vp (linear:0.1,20), grid karras, 12 steps, seed 7."], CalibrationNotes.Of(Report(0, Bare)));
        Assert.Equal(3, CalibrationNotes.Of(Report(1, Bare)).Count());
    }

    [Fact]
    public void A_page_names_even_uneven_and_diverged_methods_and_not_the_posterior_itself()
    {
        string page = Written(CalibrationPage.Write, Report(20, Exact, Weighed, Diverged, Bare, Floor));
        Assert.Contains(
            "<p class=\"verdict\">Even ranks, as samples of the posterior have: mmps. Ranks that these would not have: twisted, 3 particles. Diverged: dps.</p>",
            page,
            StringComparison.Ordinal);
        Assert.Contains("<h3>Ranks of truths among samples</h3>", page, StringComparison.Ordinal);
        Assert.Equal(3, page.Split("<svg").Length - 1);
        Assert.Contains("aria-label=\"mmps: ranks in x₁, even, p = 1.00\"", page, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"twisted, 3 particles: ranks in ln p(y|x), too near y, p = 3.81e-6\"", page, StringComparison.Ordinal);
        Assert.Contains(
            "<dt>process</dt><dd>vp (linear:0.1,20)</dd><dt>grid</dt><dd>karras, 12 steps</dd><dt>ranks</dt><dd>20 truths, 1 samples of each</dd><dt>seed</dt><dd>7</dd>",
            page,
            StringComparison.Ordinal);
        Assert.Contains("<pre><code>scoresde restore --benchmark</code></pre>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_leaves_out_the_groups_that_are_empty()
    {
        Assert.Contains("<p class=\"verdict\">Even ranks, as samples of the posterior have: mmps; replacement.</p>", Written(CalibrationPage.Write, Report(20, Exact, Exact with { Name = "replacement" })), StringComparison.Ordinal);
        Assert.Contains("<p class=\"verdict\">Ranks that these would not have: twisted, 3 particles. Diverged: dps.</p>", Written(CalibrationPage.Write, Report(20, Weighed, Diverged, Floor)), StringComparison.Ordinal);
    }

    /// <summary>The page calls uneven what the table calls so: 2/2¹⁴ is not below 0.0001, 2/2¹⁵ is.</summary>
    [Theory]
    [InlineData(14, "Even ranks, as samples of the posterior have: mmps.")]
    [InlineData(15, "Ranks that these would not have: mmps.")]
    public void A_page_goes_by_the_lower_level(int truths, string sentence) => Assert.Contains(
        $"<p class=\"verdict\">{sentence}</p>",
        Written(CalibrationPage.Write, Report(20, Exact with { Ranks = new Calibration("mmps", [new RankCounts("x₁", [truths, 0])]) })),
        StringComparison.Ordinal);

    [Fact]
    public void A_page_without_ranks_counts_the_methods_and_names_those_that_diverged()
    {
        string page = Written(CalibrationPage.Write, Report(0, Exact with { Ranks = null }, Bare, Floor with { Ranks = null }));
        Assert.Contains("<p class=\"verdict\">2 methods.</p>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<svg", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Ranks of truths among samples", page, StringComparison.Ordinal);
        Assert.Contains("<dt>ranks</dt><dd>none; --ranks TRUTHS counts them</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<p class=\"verdict\">3 methods; diverged: dps, repaint.</p>", Written(CalibrationPage.Write, Report(0, Bare, Diverged, Diverged with { Name = "repaint" }, Floor with { Ranks = null })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chart_counts_each_rank_and_the_dashed_line_is_what_each_would_have()
    {
        // A bar for each of three ranks: 7, 1 and 4 of 12, whose level is 4.
        string page = Written(CalibrationPage.Write, Report(12, Exact with { Ranks = new Calibration("mmps", [new RankCounts("x₁", [7, 1, 4])]) }) with { Samples = 2 });
        string[] bars = [.. page.Split('\n').Where(static line => line.Contains("<rect ", StringComparison.Ordinal) && line.Contains("style=\"fill:rgb(0,114,178)", StringComparison.Ordinal))];
        double[] heights = [.. bars.Select(static bar => Attribute(bar, "height"))];
        Assert.Equal(3, heights.Length);
        Assert.Equal(7, heights[0] / heights[1], 0.1);
        Assert.Equal(4, heights[2] / heights[1], 0.1);
        string level = page.Split('\n').Single(static line => line.Contains("stroke-dasharray", StringComparison.Ordinal)).Split("points=\"")[1].Split('"')[0].Split(' ')[0].Split(',')[1];
        Assert.Equal(Attribute(bars[2], "y"), double.Parse(level, CultureInfo.InvariantCulture), 0.2);
        Assert.Contains("mmps: rank in x₁", page, StringComparison.Ordinal);
    }

    // A sum of probabilities that is 1 but for rounding.
    [GeneratedRegex(@"0\.9999999999\d+")]
    private static partial Regex Whole();

    private static CalibrationReport Report(int truths, params CalibratedMethod[] methods) =>
        new("vp (linear:0.1,20)", "karras", 12, 7, truths, 1, [new("plane", methods)], "scoresde restore --benchmark");

    private static ReportTable Table(CalibrationReport report) => CalibrationTable.Of(report, report.Cases[0]);

    private static string Written(Action<Stream, CalibrationReport> write, CalibrationReport report)
    {
        using var stream = new MemoryStream();
        write(stream, report);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static double Attribute(string line, string name) => double.Parse(line.Split($" {name}=\"")[1].Split('"')[0], CultureInfo.InvariantCulture);
}

using System.Text.RegularExpressions;
using ScoreSde.Cli.Comparing;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Pages;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Reports;
using ScoreSde.Metrics;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Pages;

[Trait("Category", "Once")]
public sealed class ComparePageTests : IDisposable
{
    // A name as a file may have it: markup, both quotes, a control character.
    private const string Foreign = "<img src=x onerror=alert(1)>\"'\u0007&";

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_page_is_one_file_with_a_verdict_charts_pictures_a_table_and_the_command()
    {
        string page = Made("--model", "mixture8", "--solvers", "ddim,heun,unipc-2", "--nfe", "8,16,32,64", "--count", "200", "--dtype", "double");
        Assert.Contains("With 8 evaluations unipc-2 is best", page, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(page, "<svg "));
        Assert.Equal(12, Regex.Count(page, "<img alt=\"[a-z0-9-]+, [0-9]+ evaluations\" src=\"data:image/png;base64,"));
        Assert.Equal(12 + 1, Regex.Count(page, "<tr><td>"));
        Assert.Contains("<code>scoresde compare --model mixture8 --solvers ddim,heun,unipc-2 --nfe 8,16,32,64 --count 200 --dtype double</code>", page, StringComparison.Ordinal);
        Assert.Matches("ddim <span class=\"s\">order (0.9|1.0)", page);

        PageChecks.IsOneFile(page);
    }

    /// <summary>The orders beside the curves are those that docs/solvers.md has measured, on other data and without sampling.</summary>
    [Fact]
    public void The_orders_on_an_exact_target_are_the_measured_ones()
    {
        string[] solvers = ["ddim", "heun", "dpmpp-2m"];
        string page = Made("--model", "mixture8", "--solvers", string.Join(',', solvers), "--nfe", "64,256,512,1024", "--grid", "quadratic", "--count", "100", "--dtype", "double");
        string table = Repository.Read("docs/solvers.md");
        Assert.All(solvers, solver =>
        {
            Match measured = Regex.Match(table, $@"^\| `{Regex.Escape(solver)}` \|[^|]*\|[^|]*\| ([\d.]+)–([\d.]+)", RegexOptions.Multiline);
            double order = Number(Regex.Match(page, $@" {Regex.Escape(solver)} <span class=""s"">order ([\d.]+) ±").Groups[1]);
            Assert.InRange(order, Number(measured.Groups[1]) - 0.05, Number(measured.Groups[2]) + 0.05);
        });

        static double Number(Group text) => double.Parse(text.Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Names_are_text()
    {
        string page = Foreigners();
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0007', page);
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;", page, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public void A_browser_shows_it_without_an_error_and_sorts_its_table()
    {
        string[] seen = PageChecks.InBrowser(
            folder,
            Foreigners(),
            "(document.querySelectorAll('thead th button')[2].click(), [...document.querySelector('tbody').rows].map(row => row.cells[2].textContent).join(' '))"
            + " + '|' + document.querySelectorAll('svg polyline').length + '|' + document.querySelector('.verdict').getBoundingClientRect().width + '|' + document.querySelectorAll('img').length").Split('|');
        Assert.Equal("5 5 10 10", seen[0]);
        Assert.True(int.Parse(seen[1], System.Globalization.CultureInfo.InvariantCulture) > 8);
        Assert.NotEqual("0", seen[2]);
        Assert.Equal("0", seen[3]);
    }

    private string Made(params string[] words)
    {
        ProgramRun.Done(["compare", .. words, "--report", folder["p.html"]]);
        return File.ReadAllText(folder["p.html"]);
    }

    private static string Foreigners()
    {
        var model = new MixtureModel(Foreign, GaussianMixture.Of(Gaussian.Isotropic([0, 0, 0], 1)), new VariancePreserving(new LinearSchedule(0.1, 20)));
        var measure = new MeasureFacts("energyDistance", "energy", MeasureGoal.Low) { Title = "energy distance" };
        ComparisonRow Row(string solver, int budget, double value) => new(
            solver, "balanced", budget, budget, budget, 0.1 * budget, 100, new Dictionary<string, MetricValue> { [measure.Name] = new(value, 0.01 * value) });
        var report = new ProblemReport(
            Foreign, "vp", Foreign, [Foreign], "float", 0, 100, 3, [measure], new Dictionary<string, MetricValue> { [measure.Name] = new(0.1, 0.01) }, Foreign, [Foreign],
            [Row(Foreign, 10, 0.5), Row("b", 5, 2), Row(Foreign, 5, 1), Row("b", 10, 1)], true);
        using var bytes = new MemoryStream();
        ComparePage.Write(bytes, new ComparisonReport([report], true), new Dictionary<string, Model> { [Foreign] = model }, $"scoresde compare {Foreign}");
        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }
}

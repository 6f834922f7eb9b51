using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ScoreSde.Cli;
using ScoreSde.Data.Npy;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Pages;

/// <summary>The pages of <c>verify</c>, <c>restore</c> and <c>likelihood</c>.</summary>
[Trait("Category", "Once")]
public sealed class RunPagesTests : IDisposable
{
    // As a file may be called: markup and both quotes.
    private const string Foreign = "<img src=x onerror=alert(1)>\"'&.npy";

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Verify_shows_a_verdict_a_chart_with_a_point_for_each_law_and_the_laws_by_room()
    {
        string page = Made("verify", "--only", "order/*heun*", "--cases", "5", "--json", folder["v.json"]);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder["v.json"]));
        int laws = json.RootElement.GetArrayLength();
        Assert.True(laws > 2);
        Assert.Contains($"All {laws} laws that say something hold. {laws} passed, 0 failed", page, StringComparison.Ordinal);
        Assert.Equal(laws, Marks(Assert.Single(Charts(page))));
        Assert.Equal(laws, Regex.Count(page, "<span class=\"bar\"><i style=\"width:[0-9.]+%\">"));
        Assert.Contains($"<h2>Solver: {laws} passed", page, StringComparison.Ordinal);
        Assert.Contains("<code>scoresde verify --only &#39;order/*heun*&#39; --cases 5</code>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_shows_the_original_what_was_measured_samples_residuals_and_coverage()
    {
        string page = Made("restore", "--task", "inpaint", "--method", "ddrm", "--steps", "8", "--count", "30", "--index", "2", "--seed", "1");
        foreach (string caption in new[] { "original", "measured", "mean of the samples", "their deviation, white is half the range", "sample 0", "sample 11" })
        {
            Assert.Equal(1, Regex.Count(page, $"<figcaption>{caption}</figcaption>"));
        }

        Assert.Equal(16, Regex.Count(page, "<img "));
        Assert.Equal(2, Charts(page).Count);
        Assert.Contains("The samples fit the measurement", page, StringComparison.Ordinal);
        Assert.Matches("<td>90 ?%</td><td class=\"n\">[0-9]+ ?%</td>", page);
        Assert.Contains("<td>residual / σ_y</td>", page, StringComparison.Ordinal);
        Assert.Contains("<code>scoresde restore --task inpaint --method ddrm --steps 8 --count 30 --index 2 --seed 1</code>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_of_points_shows_them_over_their_law_with_the_original_marked()
    {
        string page = Made("restore", "--model", "mixture8", "--task", "compressed:1", "--method", "mmps", "--noise", "0.5", "--steps", "20", "--count", "40");
        Assert.Equal(1, Regex.Count(page, "<img alt=\"samples; the cross is the original\""));
        Assert.Equal(2, Regex.Count(page, "<tr><td class=\"n\" data-v=\"[01]\">"));
    }

    [Fact]
    public void Likelihood_shows_bits_their_histogram_and_the_least_and_most_likely_pictures()
    {
        string page = Made("likelihood", "--model", "digits", "--count", "20", "--steps", "48", "--divergence", "hutchinson", "--probes", "2", "--json", folder["l.json"]);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder["l.json"]));
        double[] values = [.. json.RootElement.GetProperty("rows").EnumerateArray().Select(static row => row.GetProperty("logDensity").GetDouble())];
        Assert.Contains("bits for each number", page, StringComparison.Ordinal);
        Assert.Equal(2, Charts(page).Count);
        int[] shown = [.. Regex.Matches(page, "<figcaption>row ([0-9]+), class [0-9]: ").Select(static match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(row => values[row])];
        Assert.Equal([.. order[..8], .. order[^8..].Reverse()], shown);
        Assert.Equal(2 * 20, Marks(Charts(page)[1]));
    }

    [Fact]
    public void Likelihood_of_points_lists_their_numbers()
    {
        string page = Made("likelihood", "--model", "mixture8", "--count", "9", "--steps", "64", "--dtype", "double");
        Assert.Contains("<h3>The least likely rows</h3>", page, StringComparison.Ordinal);
        Assert.Equal(2 * 4, Regex.Count(page, "<td>-?[0-9.e-]+, -?[0-9.e-]+</td></tr>"));
        Assert.Matches("The mean of ln p is -[0-9.]+ ± [0-9.]+ nats over 9 rows", System.Net.WebUtility.HtmlDecode(page));
    }

    [Fact]
    public void Names_of_files_are_text()
    {
        NpyWriter<float>.Save(folder[Foreign], [.. Enumerable.Range(0, 200).Select(static i => MathF.Sin(i * i))], 2);
        foreach (string page in new[]
        {
            Made("likelihood", "--model", "gaussian", "--data", folder[Foreign], "--count", "8", "--steps", "64"),
            Made("restore", "--model", $"data:{folder[Foreign]},0.5", "--task", "compressed:1", "--method", "ddrm", "--steps", "20", "--noise", "1", "--count", "20"),
        })
        {
            Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
            Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_page_that_would_replace_another_result_is_refused()
    {
        ProgramRun run = ProgramRun.Of("likelihood", "--model", "gaussian", "--json", folder["x.html"], "--report", folder["x.html"]);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains("--report", run.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    [ChromiumFact]
    public void A_browser_shows_each_without_an_error_and_sorts_its_table()
    {
        foreach (string page in new[]
        {
            Made("verify", "--only", "order/*heun*", "--cases", "5"),
            Made("restore", "--model", "mixture8", "--task", "compressed:1", "--method", "mmps", "--noise", "0.5", "--steps", "10", "--count", "30"),
            Made("likelihood", "--model", "mixture8", "--count", "12", "--steps", "64", "--dtype", "double"),
        })
        {
            string[] seen = PageChecks.InBrowser(
                folder,
                page,
                "(t => (t.querySelectorAll('thead th button')[1].click(), [...t.tBodies[0].rows].map(row => Number(row.cells[1].dataset.v)).every((x, i, all) => i === 0 || all[i - 1] <= x)))(document.querySelector('thead').closest('table'))"
                + " + '|' + [...document.querySelectorAll('svg')].every(chart => chart.getBoundingClientRect().width > 200)"
                + " + '|' + (getSelection().selectAllChildren(document.querySelector('svg')), getSelection().toString().length > 10)"
                + " + '|' + (document.documentElement.scrollWidth <= innerWidth)").Split('|');
            Assert.Equal(["true", "true", "true", "true"], seen);
        }
    }

    private string Made(params string[] words)
    {
        ProgramRun.Done([.. words, "--report", folder["p.html"]]);
        string page = File.ReadAllText(folder["p.html"]);
        PageChecks.IsOneFile(page);
        return page;
    }

    private static List<XElement> Charts(string page) => [.. Regex.Matches(page, "<svg .*?</svg>", RegexOptions.Singleline).Select(static match => XElement.Parse(match.Value))];

    // Marks of 3 are circles, squares as rectangles, triangles as polygons.
    private static int Marks(XElement chart) => chart.Descendants().Count(static element =>
        element.Name.LocalName is "ellipse" or "circle"
        || (element.Name.LocalName is "polygon" && element.Attribute("style")!.Value.Contains("fill:rgb", StringComparison.Ordinal))
        || (element.Name.LocalName is "rect" && element.Attribute("width") is { } width && double.Parse(width.Value, CultureInfo.InvariantCulture) is > 4 and < 8 && element.Attribute("style") is not null));
}

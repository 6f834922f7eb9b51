using System.Globalization;
using System.Text.RegularExpressions;
using ScoreSde.Cli.Tables;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Tests.Support;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Posteriors;

namespace ScoreSde.Tests;

/// <summary>The figures in docs/inverse-problems.md are those of the code: the ones that cost little are computed again.</summary>
[Trait("Category", "Once")]
public sealed class InverseProblemsPageTests
{
    public static TheoryData<string> Methods => ["exact likelihood", "pigdm", "dps-likelihood", "ddrm", "snips", "replacement"];

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_exact_figures_of_the_page_are_measured(string method)
    {
        string[] page = Page();
        foreach (PosteriorCase problem in PosteriorCase.All.Take(2))
        {
            PosteriorBias bias = PosteriorBias.Measure(
                PosteriorMethod.All.Single(candidate => candidate.Name == method),
                problem,
                new VariancePreserving(new LinearSchedule()),
                Grids.Quadratic(100),
                samples: 1,
                seed: 0);
            string line = page.SkipWhile(text => text != problem.Name).First(text => text.StartsWith($" {method}  ", StringComparison.Ordinal));
            Assert.Equal(
                [$"{bias.Evaluations}", Quantity.Number(bias.Mean), "exact", Quantity.Number(bias.Spread), Quantity.Number(bias.Covariance)],
                line[(method.Length + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [Theory]
    [InlineData("ddrm")]
    [InlineData("replacement")]
    public void The_figures_of_digits_are_those_of_six_runs(string method)
    {
        double[][] runs = [.. new[] { "0", "50", "100", "150", "200", "250" }.Select(row =>
        {
            ProgramRun run = ProgramRun.Done("restore", "--task", "inpaint", "--method", method, "--index", row, "--count", "48", "--seed", "1");
            string evaluations = Regex.Match(run.Error, "([0-9]+) evaluations").Groups[1].Value;
            return new[] { double.Parse(evaluations, CultureInfo.InvariantCulture), Figure("error of the mean"), Figure("deviation of samples"), Figure("residual / σ_y") };

            double Figure(string name) => double.Parse(
                run.Out.Split('\n').Single(line => line.TrimStart().StartsWith(name, StringComparison.Ordinal)).Split(' ')[^1], CultureInfo.InvariantCulture);
        })];
        double[] shown = [.. Page().Single(line => line.StartsWith($"| `{method}` | {runs[0][0]} |", StringComparison.Ordinal)).Split('|')[2..^1]
            .Select(static cell => double.Parse(cell, CultureInfo.InvariantCulture))];
        for (int k = 0; k < shown.Length; k++)
        {
            // Each run's figure is rounded to three digits, and the page's to two decimals.
            Assert.Equal(Math.Sqrt(runs.Average(run => run[k] * run[k])), shown[k], 0.011);
        }
    }

    private static string[] Page() => Repository.Lines("docs/inverse-problems.md");
}

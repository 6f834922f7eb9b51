using ScoreSde.Cli.Reports;
using ScoreSde.Processes;
using ScoreSde.Schedules;
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
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ScoreSde.sln")))
        {
            folder = folder.Parent;
        }

        string[] page = File.ReadAllLines(Path.Combine(folder!.FullName, "docs", "inverse-problems.md"));
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
}

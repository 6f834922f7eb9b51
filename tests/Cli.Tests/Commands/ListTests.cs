using System.Text.RegularExpressions;
using ScoreSde.Cli;
using ScoreSde.Cli.Listing;
using ScoreSde.Solvers;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

public sealed class ListTests
{
    [Fact]
    public void The_catalogue_is_as_kept() => Golden.Check("list", ProgramRun.Done("list").Out);

    [Theory]
    [InlineData("solvers")]
    [InlineData("models")]
    [InlineData("grids")]
    [InlineData("schedules")]
    [InlineData("data")]
    public void One_topic_is_its_part_of_the_whole(string topic) =>
        Assert.Contains(ProgramRun.Done("list", topic).Out, ProgramRun.Done("list").Out, StringComparison.Ordinal);

    [Fact]
    public void Every_known_solver_is_listed_under_its_name()
    {
        string solvers = ProgramRun.Done("list", "solvers", "--all").Out;
        Assert.All(KnownSolvers.All, solver => Assert.Contains($" {(solver is Ddim ? "ddim" : solver.Facts.Name)} ", solvers, StringComparison.Ordinal));
    }

    [Fact]
    public void What_other_projects_published_is_shown_where_all_is_asked_for()
    {
        string usual = ProgramRun.Done("list", "solvers").Out;
        string all = ProgramRun.Done("list", "solvers", "--all").Out;
        string[] published = [.. Regex.Matches(all, "^ ((?:pc-)?published-[a-z0-9-]+) ", RegexOptions.Multiline).Select(static match => match.Groups[1].Value)];
        Assert.Equal(8, published.Length);
        Assert.DoesNotContain("published-", usual, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(all, "^ taught-[a-z-]+ ", RegexOptions.Multiline));
        Assert.DoesNotContain("taught-", usual, StringComparison.Ordinal);
        Assert.Contains("11 more", usual, StringComparison.Ordinal);
        Assert.Equal(all, ProgramRun.Done("list", "--all").Out[..all.Length]);
        ProgramRun refused = ProgramRun.Of("list", "grids", "--all");
        Assert.Equal(App.BadUsage, refused.Code);
        Assert.Contains("--all means nothing for 'grids'", refused.Error, StringComparison.Ordinal);
    }

    /// <summary>Evaluations to the floor are those of the verdicts in README.md, distances to the flow those of the table in docs/compare.md.</summary>
    [Fact]
    public void The_five_to_start_with_have_the_figures_of_the_documents()
    {
        string[] verdicts = [.. Regex.Matches(Repository.Read("README.md"), "Verdict: (.*?)\\.\n\n", RegexOptions.Singleline).Select(static match => match.Groups[1].Value.Replace('\n', ' '))];
        string[] rows = [.. Repository.Read("docs/compare.md").Split('\n').TakeWhile(static line => !line.StartsWith("mixture8:", StringComparison.Ordinal))];
        Assert.StartsWith(" name", ProgramRun.Done("list", "solvers").Out.Split('\n')[2], StringComparison.Ordinal);
        Assert.Equal(5, FirstSolvers.All.Count);
        Assert.All(FirstSolvers.All, one =>
        {
            Assert.Equal([one.Digits, one.Mixture], verdicts.Take(2).Select(verdict => Evaluations(verdict, one.Name)));
            string row = rows.Single(line => Regex.IsMatch(line, $" {one.Name} +[0-9]+ +(49|50) "));
            Assert.EndsWith($" {one.Flow ?? "–"}", row.TrimEnd('*', '='), StringComparison.Ordinal);
        });

        // «a and b are the first …, with 5 evaluations; c needs 9, d and e 10»
        static int Evaluations(string verdict, string solver)
        {
            string part = verdict.Split([';', ',']).Aggregate(new List<string>(), static (parts, next) =>
            {
                if (parts.Count > 0 && !Regex.IsMatch(parts[^1], "[0-9]$|evaluations$"))
                {
                    parts[^1] += "," + next;
                }
                else
                {
                    parts.Add(next);
                }

                return parts;
            }).Single(part => Regex.IsMatch(part, $"\\b{solver}\\b"));
            return int.Parse(Regex.Match(part, "([0-9]+)(?: evaluations)?$").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}

using System.Globalization;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Designing;
using ScoreSde.Cli.Models;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Designing;

/// <summary>What the table of a made grid says, and which solvers have one.</summary>
public sealed class GridRunTests
{
    [Fact]
    public void The_made_grid_is_once_its_own_error_and_the_others_more()
    {
        string[][] rows = Rows("grid", "--model", "gaussian", "--solver", "ddim", "--steps", "4");
        Assert.Equal(["uniform", "quadratic", "lambda", "karras", "made"], rows.Select(static row => row[0]));
        double made = Number(rows[^1][1]);
        foreach (string[] row in rows)
        {
            Assert.Equal("×", row[2]);
            Assert.InRange(Number(row[3]), (0.99 * Number(row[1]) / made) - 0.05, (1.01 * Number(row[1]) / made) + 0.05);
            Assert.True(Number(row[1]) >= 0.999 * made, row[0]);
        }

        Assert.Equal("1.0", rows[^1][3]);
    }

    [Fact]
    public void A_spectrum_of_two_equal_variances_is_taken()
    {
        Assert.Contains(", 1 variance from 2.00 to 2.00\n", ProgramRun.Done("grid", "--model", "gaussian", "--solver", "ddim", "--steps", "2", "--spectrum", "2,2.0").Out, StringComparison.Ordinal);
        Assert.Contains("variances from 0.500 to 4.00", ProgramRun.Done("grid", "--model", "gaussian", "--solver", "ddim", "--steps", "2", "--spectrum", "0.5,4").Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ddim")]
    [InlineData("em")]
    [InlineData("pc")]
    [InlineData("ddpm-analytic")]
    [InlineData("unipc-3")]
    public void A_solver_with_exact_moments_has_a_grid(string name)
    {
        var faults = new Faults();
        GridRun.CheckSolver(Gaussian(), SolverCatalog.Find(name, faults)!, faults);
        Assert.True(faults.None);
    }

    [Fact]
    public void A_solver_without_exact_moments_is_told()
    {
        var faults = new Faults();
        GridRun.CheckSolver(Gaussian(), SolverCatalog.Find("ddpm-learned", faults)!, faults);
        Assert.StartsWith("Solver 'ddpm-learned' has no exact moments, so no grid can be made for it: ", Assert.Single(Assert.Throws<UsageException>(faults.ThrowIfAny).Faults), StringComparison.Ordinal);
    }

    private static Model Gaussian() => ModelCatalog.Find(new ModelWords("gaussian", null, null, null), new Faults())!;

    // The words of the table's rows.
    private static string[][] Rows(params string[] words) =>
        [.. ProgramRun.Done(words).Out.Split('\n').Where(static line => line.Contains(" × ", StringComparison.Ordinal)).Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    private static double Number(string word) => double.Parse(word, CultureInfo.InvariantCulture);
}

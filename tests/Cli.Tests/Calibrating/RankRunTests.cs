using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Calibrating;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Inverse.Operators;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Tests.Likelihoods;
using ScoreSde.Tests.ReadBack;
using ScoreSde.Tests.Restoring;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Calibrating;

public sealed class RankRunTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>To condition a component takes d³ products, and draws from the posterior itself a million at most.</summary>
    [Theory]
    [InlineData(100, new[] { "ddrm", "floor" })]
    [InlineData(101, new[] { "ddrm" })]
    public void The_posterior_itself_is_left_out_where_it_costs_too_much(int dimension, string[] methods)
    {
        (string table, string talk) = Run(MadeRestoration.Model(dimension), 2);
        var rows = new CsvFile(folder["r.csv"]);
        Assert.Equal(methods, Enumerable.Range(0, rows.Count).Select(row => rows[row, "method"]));
        Assert.Contains("Truths are drawn from the law of the data itself, whose score the model has.", table.Replace('\n', ' '), StringComparison.Ordinal);
        Assert.StartsWith($"2 truths, 3 samples of each by {methods.Length} methods, heun, cpu, ", talk, StringComparison.Ordinal);
    }

    [Fact]
    public void A_method_that_diverges_is_told_as_such_beside_the_posterior_itself()
    {
        (string table, _) = Run(new NumberlessModel(), 2);
        var rows = new CsvFile(folder["r.csv"]);
        Assert.Equal(["ddrm", "floor"], Enumerable.Range(0, rows.Count).Select(row => rows[row, "method"]));
        Assert.Equal(["true", "false"], Enumerable.Range(0, rows.Count).Select(row => rows[row, "diverged"]));
        Assert.Equal(["", "2"], Enumerable.Range(0, rows.Count).Select(row => rows[row, "truths"]));
        Assert.Matches("\n ddrm +diverged *\n", table);
    }

    /// <summary>A network's own samples are made in 200 steps at least.</summary>
    [Theory]
    [InlineData(2, 200)]
    [InlineData(200, 200)]
    [InlineData(201, 201)]
    public void Truths_of_a_network_have_as_many_steps_as_the_methods_or_200(int steps, int taken)
    {
        var reference = new FiniteData(static () => new DataSplit(MadeLikelihood.Rows(4, 1), MadeLikelihood.Rows(2, 1)));
        (string table, _) = Run(new MadeModel(new DataDescription("rows", 4, 1, 0, null, DataScaling.Identity), reference), steps);
        Assert.Contains($"Truths are the network's own samples (heun, {taken} steps)", table.Replace('\n', ' '), StringComparison.Ordinal);
    }

    private (string Table, string Talk) Run(Model model, int steps)
    {
        var faults = new Faults();
        var settings = new RankSettings(
            model,
            "all",
            new Mask([.. Enumerable.Repeat(true, model.Dimension)]),
            [MethodCatalog.Shelf.Find("ddrm", faults)!],
            SolverCatalog.Find("heun", faults)!,
            GridCatalog.Find("uniform", faults)!,
            steps,
            0.5,
            2,
            3,
            4,
            null,
            1,
            new Cpu(),
            new DeviceWords(1, null, null, false),
            new CalibrationFiles(null, folder["r.csv"], null),
            "scoresde restore");
        using var results = new StringWriter { NewLine = "\n" };
        using var talk = new StringWriter { NewLine = "\n" };
        Assert.Equal(ExitCode.Done, RankRun.Execute<double>(settings, new Terminal(results, talk)));
        return (results.ToString(), talk.ToString());
    }
}

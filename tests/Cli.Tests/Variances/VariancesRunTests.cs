using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Variances;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Tests.Likelihoods;

namespace ScoreSde.Tests.Variances;

/// <summary>Figures that are measured on few rows are called unsure, and of many rows the first 2048 judge.</summary>
public sealed class VariancesRunTests
{
    private const string Unsure = "?: the standard error of the measured residual leaves this figure open by half of itself, and by 0.01 nats, or more.";

    [Fact]
    public void Figures_that_few_rows_leave_open_are_marked_and_fail()
    {
        (int code, string text) = Run(heldOut: 3, cube: 0.5);
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains(Unsure, Flat(text), StringComparison.Ordinal);
        Assert.Contains("on 3 held-out rows of rows, than with", Flat(text), StringComparison.Ordinal);
        string[] cells = Cells(text);
        Assert.Equal("3", cells[0]);
        Assert.Contains(cells[1..4], static cell => cell.EndsWith(" ?", StringComparison.Ordinal));
        Assert.DoesNotContain("?", cells[4], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_rows_the_first_2048_judge_and_leave_nothing_open()
    {
        (int code, string text) = Run(heldOut: 2050, cube: 0.05);
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("on 2048 held-out rows of rows, than with", Flat(text), StringComparison.Ordinal);
        Assert.Contains("Both measured on 40 training rows.", Flat(text), StringComparison.Ordinal);
        Assert.DoesNotContain("?", Flat(text), StringComparison.Ordinal);
        Assert.Contains("on 2048 held-out rows of rows", Flat(Run(heldOut: 2048, cube: 0.05).Text), StringComparison.Ordinal);
        Assert.Contains("on 2047 held-out rows of rows", Flat(Run(heldOut: 2047, cube: 0.05).Text), StringComparison.Ordinal);
    }

    // Notes are folded to the table's width.
    private static string Flat(string text) => string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private static string[] Cells(string text) =>
        text.Split('\n').Single(static line => line.StartsWith("     3 ", StringComparison.Ordinal)).Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static (int Code, string Text) Run(int heldOut, double cube)
    {
        var rows = new FiniteData(() => new DataSplit(Normals(40, 1), Normals(heldOut, 2)));
        var model = new MadeModel(new DataDescription("rows", 40, 1, 0, null, DataScaling.Identity), rows, cube: cube);
        using var results = new StringWriter { NewLine = "\n" };
        int code = VariancesRun.Execute(model, GridCatalog.Find("trailing", new Faults())!, [3], new Terminal(results, TextWriter.Null));
        return (code, results.ToString());
    }

    private static DataSet Normals(int count, int seed)
    {
        var draw = new Random(seed);
        return new("rows", [.. Enumerable.Range(0, count).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - draw.NextDouble())) * Math.Cos(2 * Math.PI * draw.NextDouble())))], 1, DataScaling.Identity);
    }
}

using ScoreSde.Cli;
using ScoreSde.Cli.Output;

namespace ScoreSde.Tests.Reports;

public sealed class TableWriterTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    public void No_line_of_a_comparison_is_wider_than_it_is_asked_to_be(int width)
    {
        using var results = new StringWriter { NewLine = "\n" };
        int code = App.Run(
            ["compare", "--model", "digits", "--solvers", "ddim,heun,ddpm-posterior", "--nfe", "4", "--count", "50", "--all"],
            new Terminal(results, TextWriter.Null) { Width = width });
        Assert.Equal(App.Done, code);
        string[] lines = results.ToString().Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.True(lines.Count(static line => line.StartsWith(" solver", StringComparison.Ordinal)) > 1);
        Assert.Contains(lines, line => line.StartsWith("copied: share nearer", StringComparison.Ordinal));
    }
}

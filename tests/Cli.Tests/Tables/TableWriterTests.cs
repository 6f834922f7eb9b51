using ScoreSde.Cli;
using ScoreSde.Cli.Output;

namespace ScoreSde.Tests.Tables;

public sealed class TableWriterTests
{
    [Theory]
    [InlineData("list")]
    [InlineData("list solvers")]
    [InlineData("devices")]
    [InlineData("forward --model mixture8 --count 50 --chain 10")]
    [InlineData("likelihood --model mixture8 --count 5")]
    [InlineData("grid --solver heun --steps 3 --model mixture8")]
    [InlineData("variances --model gaussian --steps 5,10")]
    [InlineData("verify --only schedule* --cases 2")]
    [InlineData("restore --model mixture8 --task compressed:1 --method mmps --noise 0.5 --steps 5 --count 5")]
    [InlineData("compare --model mixture8 --solvers em,heun,unipc-3 --nfe 5,10 --count 50")]
    public void No_line_of_any_verb_wraps_on_a_screen_of_80_columns(string line)
    {
        using var results = new StringWriter { NewLine = "\n" };
        using var talk = new StringWriter();
        int code = App.Run(line.Split(' '), new Terminal(results, talk) { Width = 80 });
        Assert.True(code == App.Done, talk.ToString());
        Assert.All(results.ToString().Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    [Trait("Category", "Once")]
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

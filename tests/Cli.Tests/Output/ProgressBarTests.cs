using ScoreSde.Cli;
using ScoreSde.Cli.Output;

namespace ScoreSde.Tests.Output;

public sealed class ProgressBarTests
{
    [Fact]
    public void A_person_sees_a_bar_that_is_gone_at_the_end()
    {
        using var talk = new StringWriter();
        using (var bar = new ProgressBar("work", new Terminal(TextWriter.Null, talk) { ErrorIsTerminal = true, Width = 80 }))
        {
            bar.Report(0.5);
            bar.Report(0.6);
        }

        string[] drawings = talk.ToString().Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("work [############............]  50 %", drawings[0], StringComparison.Ordinal);
        Assert.Equal(2, drawings.Length);
        Assert.True(string.IsNullOrWhiteSpace(drawings[1]));
        Assert.Equal(drawings[0].Length, drawings[1].Length);
    }

    /// <summary>A cell is full once all of it is done.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.0416, 0)]
    [InlineData(0.0417, 1)]
    [InlineData(0.999, 23)]
    [InlineData(1.5, 24)]
    public void A_bar_shows_no_more_than_is_done(double done, int cells)
    {
        using var talk = new StringWriter();
        using (var bar = new ProgressBar("work", new Terminal(TextWriter.Null, talk) { ErrorIsTerminal = true, Width = 80 }))
        {
            bar.Report(done);
        }

        Assert.Contains($"[{new string('#', cells)}{new string('.', 24 - cells)}]", talk.ToString(), StringComparison.Ordinal);
    }

    /// <summary>What is left is told from the fiftieth part on: before that it is a guess.</summary>
    [Theory]
    [InlineData(0.019, false)]
    [InlineData(0.021, true)]
    public void What_is_left_is_told_once_it_can_be(double done, bool isTold)
    {
        using var talk = new StringWriter();
        using (var bar = new ProgressBar("work", new Terminal(TextWriter.Null, talk) { ErrorIsTerminal = true, Width = 80 }))
        {
            bar.Report(done);
        }

        Assert.Equal(isTold, talk.ToString().Contains(" left", StringComparison.Ordinal));
    }

    /// <summary>A line that wraps could not be taken away: it ends a column before the terminal does, and is then gone.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(43)]
    [InlineData(200)]
    public void A_line_is_never_wider_than_the_terminal(int width)
    {
        using var talk = new StringWriter();
        using (var bar = new ProgressBar("work of a long name", new Terminal(TextWriter.Null, talk) { ErrorIsTerminal = true, Width = width }))
        {
            bar.Report(0.5);
        }

        string[] drawings = talk.ToString().Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(drawings, drawing => Assert.InRange(drawing.Length, 1, width - 1));
        Assert.StartsWith("work of a long name", drawings[0], StringComparison.Ordinal);
        Assert.True(drawings[0].Length == width - 1 || width == 200);
        Assert.Equal(drawings[0].Length, drawings[^1].Length);
    }

    [Fact]
    public void Files_and_pipes_get_none()
    {
        using var talk = new StringWriter();
        using (var bar = new ProgressBar("work", new Terminal(TextWriter.Null, talk)))
        {
            bar.Report(0.5);
            Assert.Null(bar.IfShown);
        }

        Assert.Empty(talk.ToString());
    }

    [Fact]
    public void Results_and_talk_do_not_mix_at_a_terminal()
    {
        using var results = new StringWriter { NewLine = "\n" };
        using var talk = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(results, talk) { ErrorIsTerminal = true, Width = 120 };
        Assert.Equal(App.Done, App.Run(["compare", "--model", "gaussian", "--solvers", "em", "--nfe", "5", "--count", "50"], terminal));
        Assert.DoesNotContain('\r', results.ToString());
        Assert.Contains("floor", results.ToString(), StringComparison.Ordinal);
        Assert.Contains("gaussian [", talk.ToString(), StringComparison.Ordinal);
    }
}

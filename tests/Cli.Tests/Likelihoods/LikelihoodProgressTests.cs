using System.Text.RegularExpressions;
using ScoreSde.Cli;
using ScoreSde.Cli.Likelihoods;
using ScoreSde.Cli.Output;

namespace ScoreSde.Tests.Likelihoods;

[Trait("Category", "Once")]
public sealed partial class LikelihoodProgressTests
{
    // So many milliseconds that what is left is not rounded to what is spent.
    private const int Ticks = 2;

    [Theory]
    [InlineData(0.25, "25.0")]
    [InlineData(0.5, "50.0")]
    [InlineData(0.001, "0.1")]
    public void A_stage_that_takes_long_is_told_once_with_what_takes_less(double value, string percent)
    {
        string told = Told(TimeSpan.Zero, progress =>
        {
            progress.Begin("ln p in 4 steps", " Fewer take less.");
            progress.Report(value);
            progress.Report(value);
        });
        Assert.Equal($"ln p in 4 steps: {percent} % done after # s, about #:# left. Fewer take less.\n", told);
    }

    [Fact]
    public void Each_stage_is_told_by_itself()
    {
        string told = Told(TimeSpan.Zero, static progress =>
        {
            progress.Begin("first", " Less.");
            progress.Report(0.1);
            progress.Begin("second");
            progress.Report(0.2);
        });
        Assert.Equal("first: 10.0 % done after # s, about #:# left. Less.\nsecond: 20.0 % done after # s, about #:# left.\n", told);
    }

    /// <summary>What is more than half done is nearly over, and what has not begun or is over says nothing.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(0.6)]
    public void What_is_not_begun_or_nearly_over_is_not_told(double value) => Assert.Equal("", Told(TimeSpan.Zero, progress =>
    {
        progress.Begin("stage");
        Thread.Sleep(Ticks);
        progress.Report(value);
    }));

    /// <summary>The end that is told is that of the first report after the notice is due: a later one of the same stage says nothing.</summary>
    [Fact]
    public void A_start_and_an_end_leave_the_word_to_what_comes_between()
    {
        Assert.Equal("stage: 30.0 % done after # s, about #:# left.\n", Told(TimeSpan.Zero, static progress =>
        {
            progress.Begin("stage");
            progress.Report(0);
            progress.Report(1);
            progress.Report(0.3);
        }));
        Assert.Equal("", Told(TimeSpan.Zero, static progress =>
        {
            progress.Begin("stage");
            Thread.Sleep(Ticks);
            progress.Report(0.6);
            progress.Report(0.3);
        }));
    }

    [Fact]
    public void A_quick_stage_is_not_told() => Assert.Equal("", Told(TimeSpan.FromDays(1), static progress =>
    {
        progress.Begin("stage");
        progress.Report(0.3);
    }));

    [Fact]
    public void A_terminal_has_a_bar_with_the_stage_behind_it()
    {
        using var talk = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(TextWriter.Null, talk) { ErrorIsTerminal = true, BetweenDrawings = TimeSpan.Zero, BeforeNotice = TimeSpan.Zero };
        using var bar = new ProgressBar("m, likelihood", terminal);
        var progress = new LikelihoodProgress(bar, terminal);
        progress.Begin("ln p in 4 steps", " Less.");
        progress.Report(0.5);
        Assert.Equal("\rm, likelihood [############............]  50 %, #:# left, ln p in 4 steps", Times().Replace(talk.ToString(), "#$1"));
    }

    private static string Told(TimeSpan before, Action<LikelihoodProgress> work)
    {
        using var talk = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(TextWriter.Null, talk) { BeforeNotice = before };
        using var bar = new ProgressBar("m, likelihood", terminal);
        work(new LikelihoodProgress(bar, terminal));
        return Times().Replace(talk.ToString(), "#$1");
    }

    // How long it took is the machine's own.
    [GeneratedRegex(@"\b\d+(:| s,| left)")]
    private static partial Regex Times();
}

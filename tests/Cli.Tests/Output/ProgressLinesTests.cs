using ScoreSde.Cli.Output;
using ScoreSde.Training;

namespace ScoreSde.Tests.Output;

/// <summary>What is drawn and what is told on the way.</summary>
[Trait("Category", "Once")]
public sealed class ProgressLinesTests
{
    [Theory]
    [InlineData(65, "1:05")]
    [InlineData(59.9, "0:59")]
    [InlineData(60, "1:00")]
    [InlineData(7199, "119:59")]
    [InlineData(0, "0:00")]
    public void What_is_left_is_minutes_and_seconds(double seconds, string words) =>
        Assert.Equal([$"t [############............]  50 %, {words} left, more"], Drawn(bar => bar.Report(0.5, TimeSpan.FromSeconds(seconds), ", more")));

    [Theory]
    [InlineData(0, "  0 %")]
    [InlineData(0.004, "  0 %")]
    [InlineData(0.006, "  1 %")]
    [InlineData(1, "100 %")]
    [InlineData(-1, "-100 %")]
    public void What_is_done_is_a_whole_percentage(double done, string words)
    {
        int full = Math.Max(0, (int)(24 * done));
        Assert.Equal([$"t [{new string('#', full)}{new string('.', 24 - full)}] {words}"], Drawn(bar => bar.Report(done, null, "")));
    }

    [Fact]
    public void A_shorter_line_covers_all_of_a_longer_one_also_where_it_is_removed()
    {
        string bare = "t [............]".Replace("............", new string('.', 24), StringComparison.Ordinal) + "   0 %";
        string[] drawn = Raw(bar =>
        {
            bar.Report(0, null, "12345");
            bar.Report(0, null, "1");
            bar.Report(0, null, "");
        });
        Assert.Equal([$"{bare}12345", $"{bare}1    ", $"{bare}     ", new string(' ', bare.Length + 5)], drawn);
    }

    [Fact]
    public void Nothing_is_drawn_between_two_drawings_nor_where_nobody_watches()
    {
        using var talk = new StringWriter();
        var seldom = new Terminal(TextWriter.Null, talk) { ErrorIsTerminal = true, Width = 80, BetweenDrawings = TimeSpan.FromHours(1) };
        using var bar = new ProgressBar("t", seldom);
        Assert.Same(bar, bar.IfShown);
        bar.Report(0, null, "");
        string first = talk.ToString();
        bar.Report(0.5, null, "");
        Assert.Equal(first, talk.ToString());
        using var none = new StringWriter();
        using var unseen = new ProgressBar("t", new Terminal(TextWriter.Null, none) { BetweenDrawings = TimeSpan.Zero });
        Assert.Null(unseen.IfShown);
        unseen.Report(0.5, null, "");
        unseen.Dispose();
        Assert.Empty(none.ToString());
    }

    [Fact]
    public void A_long_title_is_cut()
    {
        string drawn = Assert.Single(Drawn(bar => bar.Report(0, null, ""), new string('x', 81)));
        Assert.StartsWith($"{new string('x', 79)}… [", drawn, StringComparison.Ordinal);
    }

    /// <summary>A line for each tenth of the run, none of which is told again by a run that goes on.</summary>
    [Theory]
    [InlineData(0, 100, new[] { 1, 9, 10, 11, 20, 100 }, new[] { 10, 20, 100 })]
    [InlineData(0, 7, new[] { 1, 2, 3, 4, 5, 6, 7 }, new[] { 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData(0, 20, new[] { 1, 2, 3, 4 }, new[] { 2, 4 })]
    [InlineData(50, 100, new[] { 51, 59, 60, 61 }, new[] { 60 })]
    [InlineData(59, 100, new[] { 60, 61 }, new[] { 60 })]
    [InlineData(0, 2_000_000_000, new[] { 199_999_999, 200_000_000, 1_999_999_999, 2_000_000_000 }, new[] { 200_000_000, 1_999_999_999, 2_000_000_000 })]
    [InlineData(1_000_000_000, 2_000_000_000, new[] { 1_000_000_001, 1_199_999_999, 1_200_000_000 }, new[] { 1_200_000_000 })]
    public void Training_tells_each_tenth_once(int first, int steps, int[] reported, int[] told)
    {
        using var talk = new StringWriter { NewLine = "\n" };
        using (var line = new TrainingProgressLine(steps, first, new Terminal(TextWriter.Null, talk)))
        {
            foreach (int step in reported)
            {
                line.Report(new TrainingProgress(step, steps, 9, 0.25, 1, 1));
            }
        }

        string[] lines = talk.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([.. told.Select(step => $"step {step} of {steps}, loss 0.2500")], lines.Select(static line => line[..line.LastIndexOf(',')]));
        Assert.All(lines, static line => Assert.EndsWith(" steps/s", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_person_sees_the_share_of_the_steps_and_the_moving_average()
    {
        using var talk = new StringWriter();
        using (var line = new TrainingProgressLine(200, 100, new Terminal(TextWriter.Null, talk) { ErrorIsTerminal = true, Width = 120 }))
        {
            line.Report(new TrainingProgress(150, 200, 9, 0.25, 1, 1));
        }

        string drawn = talk.ToString().Split('\r', StringSplitOptions.RemoveEmptyEntries)[0];
        Assert.StartsWith("training [##################......]  75 %, ", drawn, StringComparison.Ordinal);
        Assert.Contains(" left, loss 0.2500, ", drawn, StringComparison.Ordinal);
    }

    private static string[] Raw(Action<ProgressBar> report, string title = "t")
    {
        using var talk = new StringWriter();
        using (var bar = new ProgressBar(title, new Terminal(TextWriter.Null, talk) { ErrorIsTerminal = true, Width = 200, BetweenDrawings = TimeSpan.Zero }))
        {
            report(bar);
        }

        return talk.ToString().Split('\r', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string[] Drawn(Action<ProgressBar> report, string title = "t") => Raw(report, title)[..^1];
}

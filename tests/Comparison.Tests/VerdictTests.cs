using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Reports;
using ScoreSde.Metrics;

namespace ScoreSde.Tests;

public sealed class VerdictTests
{
    [Fact]
    public void The_best_is_named_with_its_margin_and_a_tie_is_called_one()
    {
        Verdict verdict = Of(0.001, ("a", 5, 1.0), ("b", 5, 2.0), ("c", 5, 5.0), ("a", 10, 0.50), ("b", 10, 0.51), ("c", 10, 1.5));
        Assert.Equal(
            [
                "With 5 evaluations a is best (energy distance 1.00 ± 0.01); b, the next, is 2.00 ± 0.02 times as far.",
                "None comes within the noise of the floor, 0.001 ± 0.001.",
                "With 10 evaluations a and b are tied for best (energy distance 0.50 ± 0.01 for a); c, the next, is 3.00 ± 0.06 times as far.",
            ],
            verdict.Sentences.Select(Coarse));
        Assert.StartsWith("With 10 evaluations a and b are tied for best", verdict.Closing, StringComparison.Ordinal);
    }

    [Fact]
    public void The_race_to_the_floor_names_the_first_and_does_not_count_one_that_is_lost_again()
    {
        Verdict verdict = Of(0.1, ("a", 5, 0.1), ("b", 5, 0.11), ("c", 5, 3), ("a", 10, 0.5), ("b", 10, 0.1), ("c", 10, 2), ("a", 20, 0.1), ("b", 20, 0.1), ("c", 20, 1));
        Assert.Equal("b is the first not told from the data, with 5 evaluations; a needs 20; c does not get there.", verdict.Closing);
        Assert.Equal([("b", 5.0), ("a", 20.0)], verdict.Reaching.Select(row => (row.Solver, row.Evaluations)));
    }

    [Fact]
    public void Nothing_is_crowned_inside_the_noise()
    {
        Verdict verdict = Of(0.001, ("a", 5, 1.0), ("b", 5, 1.02), ("c", 5, 1.01));
        Assert.Equal("With 5 evaluations all 3 are tied (energy distance 1.00 ± 0.01 for a).", Coarse(verdict.Closing));
        Assert.Null(Assert.Single(verdict.Budgets).Next);
    }

    /// <summary>Where the floor was looked for, all that is said is who reached it, or that none did; a budget that is alone is not named twice.</summary>
    [Fact]
    public void A_search_for_the_floor_says_who_reached_it()
    {
        Verdict reached = Verdict.On(Report(0.1, ("a", 5, 0.1), ("b", 5, 3), ("b", 10, 0.1)) with { IsToFloor = true });
        Assert.Equal("a is the first not told from the data, with 5 evaluations; b needs 10.", Assert.Single(reached.Sentences));
        Assert.Equal(reached.Closing, reached.Sentences[0]);
        Verdict none = Verdict.On(Report(0.1, ("a", 5, 2), ("b", 5, 3), ("b", 10, 2)) with { IsToFloor = true });
        Assert.StartsWith("None comes within the noise of the floor, 0.100", Assert.Single(none.Sentences), StringComparison.Ordinal);
        Assert.Equal(none.Closing, none.Sentences[0]);
        Assert.Equal(2, Of(0.001, ("a", 5, 1.0), ("b", 5, 2.0)).Sentences.Count);
        Assert.Equal(3, Of(0.001, ("a", 5, 1.0), ("b", 5, 2.0), ("a", 10, 1.0)).Sentences.Count);
    }

    /// <summary>Of a race in many places the first four are named with what they need, and those behind are counted.</summary>
    [Fact]
    public void Later_ones_have_what_they_need()
    {
        (string, int, double)[] rows = [.. "abcdef".Select(static (letter, i) => ($"{letter}", 5 + i, 0.1))];
        Assert.StartsWith("a is the first not told from the data, with 5 evaluations; b needs 6, c 7, d 8, 2 more than that", Of(0.1, rows).Closing, StringComparison.Ordinal);
    }

    /// <summary>Up to four are named, of more than that two and how many others; those that never get there are named or counted likewise.</summary>
    [Theory]
    [InlineData(2, "a and b")]
    [InlineData(4, "a, b, c and d")]
    [InlineData(5, "a, b and 3 others")]
    public void Many_are_counted(int solvers, string names)
    {
        (string, int, double)[] rows = [.. "abcde"[..solvers].Select(static letter => ($"{letter}", 5, 0.1))];
        Assert.StartsWith($"{names} are the first not told from the data, with 5 evaluations.", Of(0.1, rows).Closing, StringComparison.Ordinal);
        (string, int, double)[] behind = [.. rows.Select(static row => (row.Item1, row.Item2, 3.0)), ("first", 5, 0.1)];
        string missing = solvers > 4 ? "5 solvers" : names;
        Assert.EndsWith($"; {missing} do not get there.", Of(0.1, behind).Closing, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_run_is_no_rival() => Assert.Equal(
        "a",
        Assert.Single(Verdict.On(Report(0.001, ("a", 5, 1.0), ("b", 5, double.NaN))).Budgets[0].Leaders).Solver);

    private static Verdict Of(double floor, params (string Solver, int Budget, double Value)[] rows) => Verdict.On(Report(floor, rows));

    // The error of all values is 0.01, of the floor 0.001; a value that is no number is a failed run.
    private static ProblemReport Report(double floor, params (string Solver, int Budget, double Value)[] rows) => new(
        "m",
        "vp",
        "linear",
        ["balanced"],
        "float",
        0,
        100,
        2,
        [new MeasureFacts("energyDistance", "energy", MeasureGoal.Low) { Title = "energy distance" }],
        new Dictionary<string, MetricValue> { ["energyDistance"] = new(floor, 0.001) },
        "",
        [],
        [
            .. rows.Select(row => double.IsNaN(row.Value)
                ? new ComparisonRow(row.Solver, "balanced", row.Budget, row.Budget, row.Budget, 1, 100, new Dictionary<string, MetricValue>(), "failed")
                : new ComparisonRow(row.Solver, "balanced", row.Budget, row.Budget, row.Budget, 1, 100, new Dictionary<string, MetricValue> { ["energyDistance"] = new(row.Value, 0.01) })),
        ],
        true);

    // 0.010 is an error of two digits.
    private static string Coarse(string sentence) => sentence.Replace("0.010", "0.01", StringComparison.Ordinal).Replace("1.000", "1.00", StringComparison.Ordinal)
        .Replace("0.500", "0.50", StringComparison.Ordinal).Replace("0.0010", "0.001", StringComparison.Ordinal);
}

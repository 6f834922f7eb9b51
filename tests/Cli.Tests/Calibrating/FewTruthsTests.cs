using ScoreSde.Cli.Calibrating;
using ScoreSde.Cli.Tables;
using ScoreSde.Verification.Posteriors;

namespace ScoreSde.Tests.Calibrating;

/// <summary>Ranks of so few truths that none could be called uneven say so.</summary>
[Trait("Category", "Once")]
public sealed class FewTruthsTests
{
    /// <summary>All n truths below all L samples, or all above, happen to 2/(L + 1)ⁿ of even ranks, and each of the quantities may be the one.</summary>
    [Theory]
    [InlineData(3, 2, 6, 12.0 / 27)]
    [InlineData(6, 3, 3, 6.0 / 4096)]
    [InlineData(4, 10, 5, 10.0 / 14641)]
    [InlineData(1, 2, 6, 1.0)]
    [InlineData(5, 10, 5, null)]
    [InlineData(17, 1, 6, null)]
    [InlineData(16, 1, 6, 12.0 / 65536)]
    public void What_no_ranks_could_refute_is_told_with_the_least_p(int truths, int samples, int quantities, double? least)
    {
        RankCounts even = new("x₁", [truths, .. new int[samples]]);
        var report = new CalibrationReport("vp", "balanced", 10, 0, truths, samples, [new("case", [new("mmps", 3) { Ranks = new("mmps", [.. Enumerable.Repeat(even, quantities)]) }])], "scoresde restore");
        string[] told = [.. CalibrationNotes.Of(report).Where(static line => line.Contains("refute nothing", StringComparison.Ordinal))];
        Assert.Equal(least is { } p ? [$"So few ranks refute nothing: however uneven they are, p is {Quantity.Number(p)} or more. Give more truths."] : [], told);
    }

    /// <summary>Of two problems that with fewer quantities may be refuted first.</summary>
    [Fact]
    public void The_least_p_is_that_of_the_problem_with_fewest_quantities()
    {
        RankCounts even = new("x₁", [3, 0, 0]);
        CalibratedCase[] cases = [.. new[] { 6, 4 }.Select(quantities => new CalibratedCase("case", [new("mmps", 3) { Ranks = new("mmps", [.. Enumerable.Repeat(even, quantities)]) }, new("dps", 3)]))];
        string told = CalibrationNotes.Of(new CalibrationReport("vp", "balanced", 10, 0, 3, 2, cases, "scoresde restore")).Single(static line => line.Contains("refute nothing", StringComparison.Ordinal));
        Assert.Contains($"p is {Quantity.Number(8.0 / 27)} or more.", told, StringComparison.Ordinal);
    }
}

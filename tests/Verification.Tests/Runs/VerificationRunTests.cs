using System.Text.Json;
using ScoreSde.Schedules;
using ScoreSde.Tests.Slips;
using ScoreSde.Verification;
using ScoreSde.Verification.Laws;
using ScoreSde.Verification.Runs;

namespace ScoreSde.Tests.Runs;

/// <summary>Runs over the list: what is kept, told and written.</summary>
public sealed class VerificationRunTests
{
    [Theory]
    [InlineData("ddim", "order/ddim", true)]
    [InlineData("DDIM", "order/ddim", true)]
    [InlineData("order/*", "order/ddim", true)]
    [InlineData("order/*", "strong-order/ddim-1", false)]
    [InlineData("*/heun", "order/heun", true)]
    [InlineData("*/heun", "order/heun-t", false)]
    [InlineData("*-*-limit", "right-point-limit", true)]
    [InlineData("a*a", "a", false)]
    [InlineData("euler", "order/ddim", false)]
    public void A_pattern_is_found_anywhere_or_matches_the_whole_where_it_has_a_star(string pattern, string name, bool matches) =>
        Assert.Equal(matches, NamePattern.Matches(pattern, name));

    [Fact]
    public void A_run_keeps_the_properties_that_are_asked_for_and_tells_of_each()
    {
        var told = new List<string>();
        VerificationReport report = VerificationRun.Run(
            new VerificationOptions { Only = "evaluations", Solver = "heun", Context = new() { Cases = 5 } },
            (index, count, name) => told.Add($"{index}/{count} {name}"));
        Assert.Equal(["0/1 evaluations/heun"], told);
        Assert.Equal((1, 0, 0), (report.Passed, report.Failed, report.NotApplicable));
    }

    [Fact]
    public void A_higher_order_than_is_claimed_passes_with_a_remark_that_json_keeps()
    {
        var context = new PropertyContext { FixedSchedule = Alarms.NamedSchedules.Of("random-30") };
        VerificationReport report = VerificationRun.Run(new VerificationOptions { Only = "order/dpm-fast", Context = context });
        PropertyResult result = report.Records[0].Result;
        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.Contains("where 2 is claimed", result.Remark, StringComparison.Ordinal);
        using var stream = new MemoryStream();
        ReportJson.Write(report, stream);
        using JsonDocument json = JsonDocument.Parse(stream.ToArray());
        Assert.Equal(result.Remark, json.RootElement[0].GetProperty("remark").GetString());
    }

    [Fact]
    public void A_case_outside_of_the_domain_is_left_out_and_counted_apart()
    {
        // ∫β over the last of a few steps passes 30, where β_N rounds to 1, in some of the cases.
        var context = new PropertyContext { Cases = 60, FixedSchedule = new LinearSchedule(0.1, 120) };
        PropertyResult result = KnownProperties.All.Single(static known => known.Name == "exact-discretisation").Check(context);
        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.InRange(result.Cases, 1, 59);
        Assert.Contains($"{60 - result.Cases} of 60 cases do not apply", result.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_name_means_that_property_alone() => Assert.Equal(
        ["order/ddim"],
        new VerificationOptions { Only = "order/ddim" }.Choose(KnownProperties.All).Select(static property => property.Name));

    [Fact]
    public void A_case_that_does_not_exist_is_said_to_be_missing() => Assert.Equal(
        Verdict.NotApplicable,
        KnownProperties.All.Single(static known => known.Name == "order/ddim").Check(new() { OnlyCase = 99 }).Verdict);

    [Fact]
    public void Properties_are_held_to_a_given_schedule()
    {
        VerificationReport report = VerificationRun.Run(new VerificationOptions
        {
            Only = "*-limit",
            Context = new() { Cases = 10, FixedSchedule = new LinearSchedule() },
        });
        PropertyRecord linspace = report.Records.Single(static record => record.Property.Name == "linspace-limit");
        Assert.Equal(-67.0017, linspace.Result.Worst!.Value.Expected, 1e-4);
        Assert.Equal(-67.0017, linspace.Result.Worst!.Value.Measured, 2e-3);
        Assert.Equal(0, report.Failed);
    }

    [Fact]
    public void Json_lists_every_property_with_figures_and_the_counterexample_of_a_failure()
    {
        var context = new PropertyContext
        {
            Cases = 5,
            Parts = new() { Schedule = static s => new SlippedSchedule(s) { Rate = static _ => double.NaN } },
        };
        VerificationReport report = VerificationRun.Run(new VerificationOptions { Only = "schedule-", Context = context });
        Assert.Contains("schedule-integral", report.Broken);
        using var stream = new MemoryStream();
        ReportJson.Write(report, stream);
        using JsonDocument json = JsonDocument.Parse(stream.ToArray());
        Assert.Equal(report.Records.Count, json.RootElement.GetArrayLength());
        foreach (JsonElement item in json.RootElement.EnumerateArray())
        {
            foreach (string field in new[] { "name", "statement", "source", "cases", "verdict" })
            {
                Assert.True(item.TryGetProperty(field, out _), field);
            }
        }

        JsonElement broken = json.RootElement.EnumerateArray().First(static item => item.GetProperty("name").GetString() == "schedule-integral");
        Assert.Equal("failed", broken.GetProperty("verdict").GetString());
        Assert.Equal(JsonValueKind.Null, broken.GetProperty("expected").ValueKind);
        Counterexample failure = report.Records.Single(static record => record.Property.Name == "schedule-integral").Result.Failure!;
        Assert.Equal(
            [("case", $"{failure.Case}"), ("text", failure.Text), ("original", failure.Original), ("reason", failure.Reason)],
            broken.GetProperty("counterexample").EnumerateObject().Select(static field => (field.Name, field.Value.ToString())));
        Assert.NotEmpty(failure.Text);
    }

    [Fact]
    public void A_cancelled_run_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            VerificationRun.Run(new VerificationOptions { Context = new() { Cancellation = source.Token } }));
        Assert.Throws<OperationCanceledException>(() => KnownProperties.All[0].Check(new() { Cancellation = source.Token }));
    }

    [Theory]
    [InlineData(1, 1, 0, Relation.Equal, 0)]
    [InlineData(1.5, 1, 0.5, Relation.Equal, 1)]
    [InlineData(double.NaN, 1, 0.5, Relation.Equal, double.PositiveInfinity)]
    [InlineData(1, double.NaN, 0.5, Relation.AtMost, double.PositiveInfinity)]
    [InlineData(2, 1, 0, Relation.AtMost, double.PositiveInfinity)]
    [InlineData(1, 1, 0, Relation.AtMost, 0)]
    [InlineData(0, 1, 0, Relation.AtLeast, double.PositiveInfinity)]
    [InlineData(1, 1, double.NaN, Relation.Equal, 0)]
    public void A_comparison_fails_beyond_its_tolerance_and_for_what_is_no_number(
        double measured, double expected, double tolerance, Relation relation, double excess) =>
        Assert.Equal(excess, new Measurement("x", measured, expected, tolerance, relation).Excess);
}

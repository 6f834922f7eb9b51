using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Verification;
using ScoreSde.Verification.Laws;

namespace ScoreSde.Tests.Slips;

/// <summary>Checks that can fail: each planted mistake is caught by the property that is named for it.</summary>
[Trait("Category", "Once")]
public sealed class PlantedSlipTests
{
    private static readonly IReadOnlyList<Slip> Slips =
        [.. ContinuousSlips.All, .. ChainSlips.All, .. ScoreAndNoiseSlips.All, .. SolverSlips.All, .. ComposedSlips.All];

    public static TheoryData<string, string> Named
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (Slip slip in Slips)
            {
                data.Add(slip.Name, slip.CaughtBy);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Named))]
    public void A_planted_slip_is_caught_by_its_property(string slip, string property)
    {
        Parts wrong = Slips.Single(planted => planted.Name == slip && planted.CaughtBy == property).Parts;
        PropertyResult result = Property(property).Check(new PropertyContext { Parts = wrong });
        Assert.True(result.Verdict == Verdict.Failed, $"'{slip}' was not caught by {property}: {result.Verdict}, {result.Worst}");
        Assert.True(result.Failure is { Text.Length: > 0, Reason.Length: > 0 });
    }

    [Fact]
    public void At_least_forty_slips_are_planted_and_half_of_the_general_properties_have_one() =>
        Assert.True(
            Slips.Count >= 40
            && Slips.Select(static slip => slip.CaughtBy).Distinct().Count(static name => !name.Contains('/', StringComparison.Ordinal))
                >= KnownProperties.All.Count(static property => !property.Name.Contains('/', StringComparison.Ordinal)) / 2);

    [Fact]
    public void Wrappers_without_a_slip_break_nothing()
    {
        var context = new PropertyContext
        {
            Cases = 10,
            Parts = new Parts
            {
                Schedule = static schedule => new SlippedSchedule(schedule),
                Process = static process => new SlippedProcess(process),
                Chain = static chain => new SlippedChain(chain),
                Solver = static solver => new SlippedSolver(solver),
                Score = static data => new SlippedScore(data.Score<double>()),
                Space = static space => new SlippedSpace<Tile<double>>(space),
            },
        };
        string[] broken = [.. KnownProperties.All
            .Where(static property => Slips.Any(slip => slip.CaughtBy == property.Name))
            .Where(property => property.Check(context).Verdict == Verdict.Failed)
            .Select(static property => property.Name)];
        Assert.Empty(broken);
    }

    [Fact]
    public void A_failing_case_replays_from_its_name_seed_and_number_and_shrinks_to_the_usual_schedule()
    {
        Parts wrong = Slips.First(static slip => slip.CaughtBy == "moment-equations").Parts;
        IProperty property = Property("moment-equations");
        PropertyResult failed = property.Check(new PropertyContext { Parts = wrong, Seed = 5 });
        PropertyResult replayed = property.Check(new PropertyContext { Parts = wrong, Seed = 5, OnlyCase = failed.Failure!.Case });
        Assert.Equal(failed.Failure, replayed.Failure);
        Assert.Matches("linear:0.1,20;|Offset = 0.008, BetaMax = 999|geometric:0.01,50;", failed.Failure.Text);
        Assert.True(failed.Failure.Text.Length < failed.Failure.Original.Length);
    }

    private static IProperty Property(string name) => KnownProperties.All.Single(property => property.Name == name);
}

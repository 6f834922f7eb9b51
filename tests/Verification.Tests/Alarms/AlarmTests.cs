using System.Globalization;
using ScoreSde.Verification;
using ScoreSde.Verification.Laws;
using ScoreSde.Verification.Runs;
using Xunit.Abstractions;

namespace ScoreSde.Tests.Alarms;

/// <summary>
/// What is right is never reported as wrong: no law fails for the shipped parts, whatever the schedule and the seed. The long run, every law with
/// many seeds on every named schedule, is asked for by <c>SCORESDE_ALARM_SEEDS</c>; tests/alarms.sh does so.
/// </summary>
[Trait("Category", "Once")]
public sealed class AlarmTests(ITestOutputHelper output)
{
    private const int ShortCases = 6;

    private static readonly int Seeds = Setting("SCORESDE_ALARM_SEEDS", 0);

    private static readonly int Cases = Setting("SCORESDE_ALARM_CASES", 100);

    public static TheoryData<string> Schedules => [.. NamedSchedules.Names];

    [Theory]
    [MemberData(nameof(Schedules))]
    public void No_light_law_fails_on_a_named_schedule(string schedule)
    {
        foreach (ulong seed in new ulong[] { 2, 5 })
        {
            var context = new PropertyContext { FixedSchedule = NamedSchedules.Of(schedule), Seed = seed, Cases = ShortCases };
            Quiet(context, [.. KnownProperties.All.Where(static law => law.DependsOnSeed)]);
        }
    }

    [Fact]
    public void No_light_law_fails_for_generated_schedules_whatever_the_seed()
    {
        foreach (ulong seed in new ulong[] { 1, 2, 5, 77 })
        {
            Quiet(new PropertyContext { Seed = seed, Cases = ShortCases }, [.. KnownProperties.All.Where(static law => law.DependsOnSeed)]);
        }
    }

    /// <summary>With six cases its integrals are never hard; with many, components lie so far apart that ε turns between two points of a coarse rule.</summary>
    [Theory]
    [InlineData("cosine", 6)]
    [InlineData("geometric:0.01,50", 6)]
    [InlineData("linear:1,1", 7)]
    public void Matching_holds_where_components_are_far_apart(string schedule, ulong seed)
    {
        IProperty law = KnownProperties.All.Single(static law => law.Name == "denoising-is-score-matching");
        VerificationReport report = Quiet(new PropertyContext { FixedSchedule = NamedSchedules.Of(schedule), Seed = seed }, [law]);
        Assert.Equal(0, report.Undecided);
    }

    /// <summary>Far from the measurement densities themselves are below what a double holds, and only their logarithms can be multiplied.</summary>
    [Fact]
    public void Weights_of_particles_hold_where_densities_vanish()
    {
        IProperty law = KnownProperties.All.Single(static law => law.Name == "twisted-particles-as-printed");
        VerificationReport report = Quiet(new PropertyContext { FixedSchedule = NamedSchedules.Of("geometric:0.01,50"), Seed = 1 }, [law]);
        Assert.Equal(1, report.Passed);
    }

    [OnlyWhenAsked]
    [MemberData(nameof(Schedules))]
    public void No_law_fails_with_many_seeds(string schedule)
    {
        Long(schedule, new PropertyContext { FixedSchedule = NamedSchedules.Of(schedule), Cases = Cases });
    }

    [OnlyWhenAsked]
    [InlineData("generated")]
    public void No_law_fails_with_many_seeds_on_generated_schedules(string name)
    {
        Long(name, new PropertyContext { Cases = Cases });
    }

    private void Long(string name, PropertyContext context)
    {
        IProperty[] seeded = [.. KnownProperties.All.Where(static law => law.DependsOnSeed)];
        VerificationReport fixedOnes = Quiet(context, [.. KnownProperties.All.Except(seeded)]);
        int passed = fixedOnes.Passed;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            passed += Quiet(context with { Seed = (ulong)seed }, seeded).Passed;
        }

        output.WriteLine($"{name}: {passed} passed, 0 failed, {fixedOnes.Undecided} undecided, {Seeds} seeds of {Cases} cases");
    }

    private static VerificationReport Quiet(PropertyContext context, IReadOnlyList<IProperty> laws)
    {
        VerificationReport report = VerificationRun.Run(laws, context);
        Assert.True(
            report.Failed == 0,
            $"seed {context.Seed}: " + string.Join("; ", report.Records.Where(static record => record.Failed)
                .Select(static record => $"{record.Property.Name}: {record.Result.Failure!.Reason} {record.Result.Worst} for {record.Result.Failure.Text}")));
        return report;
    }

    private sealed class OnlyWhenAskedAttribute : TheoryAttribute
    {
        public OnlyWhenAskedAttribute() => Skip = Seeds == 0 ? "The long run is asked for by SCORESDE_ALARM_SEEDS." : null;
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}

using FsCheck;
using FsCheck.Fluent;
using ScoreSde.Processes;
using ScoreSde.Schedules;

namespace ScoreSde.Verification.Generators;

/// <summary>Forward processes of every kind, each over the schedules that suit it. They shrink to the usual schedule.</summary>
public static class RandomProcesses
{
    /// <summary>Variance-preserving processes.</summary>
    public static Arbitrary<IDiffusionProcess> Preserving { get; } = Arb.From(
        Of(static schedule => new VariancePreserving(schedule), RandomSchedules.Linear, RandomSchedules.Cosine), Usual);

    /// <summary>Any of the three kinds.</summary>
    public static Arbitrary<IDiffusionProcess> Any { get; } = Arb.From(
        Gen.OneOf(
            Preserving.Generator,
            Of(static schedule => new SubVariancePreserving(schedule), RandomSchedules.Linear, RandomSchedules.Cosine),
            Of(static schedule => new VarianceExploding(schedule), RandomSchedules.Linear, RandomSchedules.Geometric)),
        Usual);

    private static Gen<IDiffusionProcess> Of(Func<INoiseSchedule, IDiffusionProcess> make, params Gen<INoiseSchedule>[] schedules) =>
        Gen.OneOf(schedules).Select(make);

    private static IEnumerable<IDiffusionProcess> Usual(IDiffusionProcess process) =>
        RandomSchedules.Usual(process.Schedule).Select<INoiseSchedule, IDiffusionProcess>(schedule => process switch
        {
            VariancePreserving => new VariancePreserving(schedule),
            SubVariancePreserving => new SubVariancePreserving(schedule),
            RectifiedFlow => new RectifiedFlow(schedule),
            _ => new VarianceExploding(schedule),
        });
}

using ScoreSde.Schedules;
using ScoreSde.Verification.Laws;
using ScoreSde.Verification.Runs;

namespace ScoreSde.Verification.Conformance;

/// <summary>Proves a schedule: β, its integral and the inverse are of one piece, and the three processes on it solve their SDEs.</summary>
public static class ScheduleConformance
{
    private static readonly string[] Names =
    [
        "schedule-integral", "schedule-rises", "schedule-inverse", "moment-equations", "noise-level-names", "lambda-round-trip",
        "small-noise-digits", "chapman-kolmogorov", "fokker-planck", "exact-discretisation",
    ];

    /// <summary>Checks a schedule, which is to be smooth for t in [0, 0.88].</summary>
    public static ConformanceReport Check(INoiseSchedule schedule, PropertyContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        PropertyContext held = (context ?? new PropertyContext()) with { FixedSchedule = schedule };
        IReadOnlyList<IProperty> properties = [.. KnownProperties.All.Where(static property => Names.Contains(property.Name))];
        return new($"schedule {schedule.Name}", VerificationRun.Run(properties, held));
    }
}

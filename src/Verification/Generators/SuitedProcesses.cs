using ScoreSde.Processes;
using ScoreSde.Schedules;

namespace ScoreSde.Verification.Generators;

/// <summary>
/// Which processes a schedule is made for. √∫β of a geometric schedule is the σ of a variance-exploding process; cosine and table schedules are
/// the ᾱ of a chain that preserves the variance, and one that leaves nothing of the data (zero terminal SNR) is for such a chain alone. Any other is held to all of them, to the
/// preserving ones where it leaves something of the data.
/// </summary>
public static class SuitedProcesses
{
    // e^(−∫β) beyond it leaves the range in which x/α keeps its digits.
    private const double MostIntegral = 80;

    /// <summary>Whether variance-preserving and sub-variance-preserving processes run on it.</summary>
    public static bool Preserves(INoiseSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return schedule is not GeometricSchedule && schedule.Integral(1) <= MostIntegral;
    }

    /// <summary>Whether variance-exploding processes run on it.</summary>
    public static bool Explodes(INoiseSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return schedule is not (CosineSchedule or TableSchedule);
    }

    /// <summary>The processes on it: at least one.</summary>
    public static IReadOnlyList<IDiffusionProcess> Of(INoiseSchedule schedule)
    {
        IDiffusionProcess[] suited =
        [
            .. Preserves(schedule) ? new IDiffusionProcess[] { new VariancePreserving(schedule), new SubVariancePreserving(schedule) } : [],
            .. Explodes(schedule) ? new IDiffusionProcess[] { new VarianceExploding(schedule) } : [],
        ];
        return suited.Length > 0 ? suited : [new VariancePreserving(schedule)];
    }
}

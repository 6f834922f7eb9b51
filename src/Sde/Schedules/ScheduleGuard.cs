namespace ScoreSde.Schedules;

/// <summary>Checks shared by the schedules' inverses.</summary>
internal static class ScheduleGuard
{
    /// <summary>Refuses NaN and anything outside [0, B(1)], with a margin of a few roundings at the top.</summary>
    public static void Integral(double integral, double top)
    {
        if (!(integral >= 0 && integral <= top * (1 + 1e-12)))
        {
            throw new ArgumentOutOfRangeException(nameof(integral), integral, $"The integral of β must lie in [0, {top:R}].");
        }
    }
}

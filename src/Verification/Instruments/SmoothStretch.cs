using ScoreSde.Schedules;

namespace ScoreSde.Verification.Instruments;

/// <summary>
/// Where a schedule's rate is smooth. The rate of a table has a knot at every index; quadrature and differences keep to the stretches between
/// them.
/// </summary>
internal static class SmoothStretch
{
    // A five-point difference reaches two steps to either side.
    private const double Reach = 2.5;

    // Within one stretch of a table the rate may rise from nothing and fall again.
    private const double Fine = 100;

    /// <summary>The ends of the smooth stretches from low to high, both included.</summary>
    public static double[] Ends(INoiseSchedule schedule, double low, double high)
    {
        int knots = Knots(schedule);
        return [low, .. Enumerable.Range(1, knots - 1).Select(i => (double)i / knots).Where(knot => knot > low && knot < high), high];
    }

    /// <summary>A time near t, and a step of differences there, whose five points lie in one stretch.</summary>
    public static (double Time, double Step) Around(INoiseSchedule schedule, double time, double step)
    {
        int knots = Knots(schedule);
        double low = Math.Floor(time * knots) / knots;
        double high = low + (1.0 / knots);
        double h = knots == 1 ? step : Math.Min(step, (high - low) / Fine);
        return (Math.Clamp(time, low + (Reach * h), high - (Reach * h)), h);
    }

    /// <summary>f′(t) by differences of the fourth order.</summary>
    public static double Slope(Func<double, double> f, double t, double h) =>
        ((8 * (f(t + h) - f(t - h))) - (f(t + (2 * h)) - f(t - (2 * h)))) / (12 * h);

    private static int Knots(INoiseSchedule schedule) => schedule is TableSchedule table ? table.Steps : 1;
}

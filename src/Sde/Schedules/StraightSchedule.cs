using ScoreSde.Special;

namespace ScoreSde.Schedules;

/// <summary>
/// The clock of a straight path: β(t) = 2/(1 − t), B(t) = −2 ln(1 − t), so that e^(−B/2) = 1 − t. B(1) = ∞: at t = 1 nothing of the data is left.
/// Liu et al. 2023; Lipman et al. 2023.
/// </summary>
public sealed record StraightSchedule : INoiseSchedule
{
    /// <inheritdoc/>
    public string Name => "straight";

    /// <summary>2/(1 − t); infinite at t = 1.</summary>
    public double Beta(double t) => 2 / (1 - t);

    /// <summary>−2 ln(1 − t).</summary>
    public double Integral(double t) => -2 * Exponentials.Log1p(-t);

    /// <summary>−2 ln((1 − b)/(1 − a)) by the difference b − a.</summary>
    public double Integral(double a, double b) => -2 * Exponentials.Log1p(-(b - a) / (1 - a));

    /// <summary>t = 1 − e^(−B/2).</summary>
    public double TimeOfIntegral(double integral)
    {
        ScheduleGuard.Integral(integral, double.PositiveInfinity);
        return -Exponentials.Expm1(-0.5 * integral);
    }
}

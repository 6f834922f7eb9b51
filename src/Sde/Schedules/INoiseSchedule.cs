namespace ScoreSde.Schedules;

/// <summary>
/// The clock of a process: the rate β(t) at which noise is added and its integral, t ∈ [0, 1], in double.
/// </summary>
public interface INoiseSchedule
{
    /// <summary>The name by which the schedule is written on a command line, for example <c>linear:0.1,20</c>.</summary>
    string Name { get; }

    /// <summary>β(t) ≥ 0; units 1/time.</summary>
    double Beta(double t);

    /// <summary>B(t) = ∫₀ᵗ β, strictly increasing from B(0) = 0; no unit.</summary>
    double Integral(double t);

    /// <summary>∫ₐᵇ β without the cancellation of B(b) − B(a) where a closed form allows; a ≤ b.</summary>
    double Integral(double a, double b) => Integral(b) - Integral(a);

    /// <summary>The inverse of B: the t with ∫₀ᵗ β = <paramref name="integral"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside [0, B(1)].</exception>
    double TimeOfIntegral(double integral);
}

namespace ScoreSde.Schedules;

/// <summary>β(t) = β₀ + t (β₁ − β₀), t ∈ [0, 1]; units 1/time. Song et al. 2021, eq. (32).</summary>
public sealed record LinearSchedule : INoiseSchedule
{
    /// <param name="betaAtZero">β₀ ≥ 0, 0.1 in Song et al.; 0 under ve is EDM's σ ∝ t.</param>
    /// <param name="betaAtOne">β₁ ≥ β₀ and above 0, 20 in Song et al.</param>
    public LinearSchedule(double betaAtZero = 0.1, double betaAtOne = 20)
    {
        BetaAtZero = Require.NonNegative(betaAtZero);
        BetaAtOne = Require.Positive(betaAtOne);
        if (betaAtOne < betaAtZero)
        {
            throw new ArgumentOutOfRangeException(nameof(betaAtOne), betaAtOne, "betaAtOne must not be less than betaAtZero.");
        }
    }

    /// <summary>β₀.</summary>
    public double BetaAtZero { get; }

    /// <summary>β₁.</summary>
    public double BetaAtOne { get; }

    /// <inheritdoc/>
    public string Name => $"linear:{BetaAtZero:R},{BetaAtOne:R}";

    private double Slope => BetaAtOne - BetaAtZero;

    /// <inheritdoc/>
    public double Beta(double t) => BetaAtZero + (t * Slope);

    /// <summary>B(t) = β₀ t + ½ (β₁ − β₀) t².</summary>
    public double Integral(double t) => t * (BetaAtZero + (0.5 * t * Slope));

    /// <summary>(b − a) · β((a + b)/2), exact for a linear rate.</summary>
    public double Integral(double a, double b) => (b - a) * Beta(0.5 * (a + b));

    /// <summary>t = 2B / (β₀ + √(β₀² + 2(β₁ − β₀)B)), the root that does not cancel.</summary>
    public double TimeOfIntegral(double integral)
    {
        ScheduleGuard.Integral(integral, Integral(1));
        return integral == 0 ? 0 : Math.Min(1, 2 * integral / (BetaAtZero + Math.Sqrt((BetaAtZero * BetaAtZero) + (2 * Slope * integral))));
    }
}

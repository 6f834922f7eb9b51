using ScoreSde.Special;

namespace ScoreSde.Schedules;

/// <summary>
/// The last interval of a table that ends at ᾱ = 0: with v = (t − t₀)/(1 − t₀), B = B₀ − 2 ln(1 − v) + (β₀ (1 − t₀) − 2) v, so that B and β go on from t₀ without a jump and
/// √ᾱ falls to 0 on a straight line at the end.
/// </summary>
/// <remarks>β = (2/(1 − v) − 2)/(1 − t₀) + β₀ is never below β₀ ≥ 0.</remarks>
/// <param name="Start">t₀.</param>
/// <param name="IntegralAtStart">B₀.</param>
/// <param name="BetaAtStart">β₀.</param>
internal readonly record struct ZeroEnd(double Start, double IntegralAtStart, double BetaAtStart)
{
    private double Length => 1 - Start;

    private double Tilt => (BetaAtStart * Length) - 2;

    public double Beta(double t) => (((2 * Length / (1 - t)) - 2) / Length) + BetaAtStart;

    public double Integral(double t)
    {
        double v = (t - Start) / Length;
        return IntegralAtStart - (2 * Exponentials.Log1p(-v)) + (Tilt * v);
    }

    /// <summary>A time in (t₀, 1) from which Newton's method starts: that of the logarithm alone.</summary>
    public double Guess(double integral) => Math.Min(
        Start - (Length * Exponentials.Expm1(-0.5 * Math.Max(0, integral - IntegralAtStart))), Start + (Length * (1 - 1e-15)));
}

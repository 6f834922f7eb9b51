using ScoreSde.Schedules;
using ScoreSde.Special;

namespace ScoreSde.Processes;

/// <summary>
/// dx = −½ β x dt + √(β (1 − e^(−2B))) dW: α = e^(−B/2), σ = 1 − e^(−B), α/σ = 1/(2 sinh(B/2)). Song et al. 2021, §3.4.
/// </summary>
public sealed record SubVariancePreserving(INoiseSchedule Schedule) : IDiffusionProcess
{
    /// <inheritdoc/>
    public string Name => "subvp";

    /// <summary>1: the limit law is N(0, I).</summary>
    public double PriorDeviation => 1;

    /// <summary>1, as at t = 1: √(α² + σ²) of data of unit variance is never below 0.86.</summary>
    public double PriorDeviationAt(NoiseLevel level) => 1;

    /// <inheritdoc/>
    public double DriftRate(double t) => -0.5 * Schedule.Beta(t);

    /// <inheritdoc/>
    public double DiffusionSquared(double t) => -Schedule.Beta(t) * Exponentials.Expm1(-2 * Schedule.Integral(t));

    /// <inheritdoc/>
    public NoiseLevel At(double t) => FromIntegral(Require.Between(t, 0, 1), Schedule.Integral(t));

    /// <summary>B = 2 arsinh(½ e^(−λ)).</summary>
    public NoiseLevel AtLambda(double lambda)
    {
        double integral = 2 * (lambda < 0 ? OfGreat(Math.Exp(lambda)) - lambda : OfSmall(0.5 * Math.Exp(-lambda)));
        return FromIntegral(Schedule.TimeOfIntegral(integral), integral);

        // arsinh y = ln(1 + y + y²/(1 + √(1 + y²))), which keeps the digits of a small y.
        static double OfSmall(double y) => Exponentials.Log1p(y + (y * y / (1 + Math.Sqrt(1 + (y * y)))));

        // arsinh(1/(2q)) + ln q = ln(½ (1 + √(1 + 4q²))): no power of e^(−λ), which would overflow.
        static double OfGreat(double q) => Exponentials.Log1p(2 * q * q / (1 + Math.Sqrt(1 + (4 * q * q))));
    }

    private static NoiseLevel FromIntegral(double t, double integral)
    {
        double deviation = -Exponentials.Expm1(-integral);
        return new(t, -0.5 * integral, deviation, (-0.5 * integral) - Math.Log(deviation));
    }
}

using ScoreSde.Schedules;
using ScoreSde.Special;

namespace ScoreSde.Processes;

/// <summary>
/// dx = −½ β(t) x dt + √β(t) dW: α = e^(−B/2), σ² = 1 − e^(−B), λ = −½ ln(e^B − 1). Song et al. 2021, eq. (11).
/// </summary>
public sealed record VariancePreserving(INoiseSchedule Schedule) : IDiffusionProcess
{
    /// <inheritdoc/>
    public string Name => "vp";

    /// <summary>1: the stationary law is N(0, I).</summary>
    public double PriorDeviation => 1;

    /// <summary>1: data of unit variance keeps it.</summary>
    public double PriorDeviationAt(NoiseLevel level) => 1;

    /// <inheritdoc/>
    public double DriftRate(double t) => -0.5 * Schedule.Beta(t);

    /// <inheritdoc/>
    public double DiffusionSquared(double t) => Schedule.Beta(t);

    /// <inheritdoc/>
    public NoiseLevel At(double t) => FromIntegral(Require.Between(t, 0, 1), Schedule.Integral(t));

    /// <summary>B = ln(1 + e^(−2λ)), then t by the schedule's inverse.</summary>
    public NoiseLevel AtLambda(double lambda)
    {
        double integral = Exponentials.LogOnePlusExp(-2 * lambda);
        return FromIntegral(Schedule.TimeOfIntegral(integral), integral);
    }

    private static NoiseLevel FromIntegral(double t, double integral) => new(
        t,
        -0.5 * integral,
        Math.Sqrt(-Exponentials.Expm1(-integral)),
        -0.5 * (integral < 1 ? Math.Log(Exponentials.Expm1(integral)) : integral + Exponentials.Log1p(-Math.Exp(-integral))));
}

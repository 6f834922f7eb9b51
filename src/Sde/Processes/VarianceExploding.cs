using ScoreSde.Schedules;

namespace ScoreSde.Processes;

/// <summary>dx = √β(t) dW: α = 1, σ² = B(t), λ = −½ ln B. Song et al. 2021, eq. (9).</summary>
public sealed record VarianceExploding(INoiseSchedule Schedule) : IDiffusionProcess
{
    /// <inheritdoc/>
    public string Name => "ve";

    /// <summary>σ(1): the data is a small part of x₁.</summary>
    public double PriorDeviation => Math.Sqrt(Schedule.Integral(1));

    /// <summary>σ(t).</summary>
    public double PriorDeviationAt(NoiseLevel level) => level.Deviation;

    /// <summary>0.</summary>
    public double DriftRate(double t) => 0;

    /// <inheritdoc/>
    public double DiffusionSquared(double t) => Schedule.Beta(t);

    /// <inheritdoc/>
    public NoiseLevel At(double t) => FromIntegral(Require.Between(t, 0, 1), Schedule.Integral(t));

    /// <summary>B = e^(−2λ).</summary>
    public NoiseLevel AtLambda(double lambda)
    {
        double integral = Math.Exp(-2 * lambda);
        return FromIntegral(Schedule.TimeOfIntegral(integral), integral);
    }

    private static NoiseLevel FromIntegral(double t, double integral) =>
        new(t, 0, Math.Sqrt(integral), -0.5 * Math.Log(integral));
}

using ScoreSde.Schedules;
using ScoreSde.Special;

namespace ScoreSde.Processes;

/// <summary>
/// The straight path x_t = α x₀ + (1 − α) ε of rectified flow and flow matching, α = e^(−B/2): dx = −½ β x dt + √(β σ) dW, σ = 1 − α,
/// σ/α = expm1(B/2). With <see cref="StraightSchedule"/> α = 1 − t and σ = t. Liu et al. 2023; Lipman et al. 2023.
/// </summary>
/// <remarks>
/// dσ²/dt = 2 f σ² + g² with f = −½ β and dσ/dt = ½ β α leaves g² = β σ (α + σ) = β σ. The flow's own velocity is u = dx/dt = ½ β α (ε − x₀), ε − x₀ with α = 1 − t.
/// </remarks>
public sealed record RectifiedFlow(INoiseSchedule Schedule) : IDiffusionProcess
{
    /// <summary>α = 1 − t, σ = t.</summary>
    public RectifiedFlow()
        : this(new StraightSchedule())
    {
    }

    /// <inheritdoc/>
    public string Name => "flow";

    /// <summary>σ of data of unit variance at t = 1: √(α² + σ²), 1 where α(1) = 0.</summary>
    public double PriorDeviation => PriorDeviationAt(At(1));

    /// <summary>√(α² + σ²): data of unit variance.</summary>
    public double PriorDeviationAt(NoiseLevel level) => Math.Sqrt((level.MeanScale * level.MeanScale) + level.Variance);

    /// <inheritdoc/>
    public double DriftRate(double t) => -0.5 * Schedule.Beta(t);

    /// <inheritdoc/>
    public double DiffusionSquared(double t) => -Schedule.Beta(t) * Exponentials.Expm1(-0.5 * Schedule.Integral(t));

    /// <inheritdoc/>
    public NoiseLevel At(double t) => FromIntegral(Require.Between(t, 0, 1), Schedule.Integral(t));

    /// <summary>B = 2 ln(1 + e^(−λ)).</summary>
    public NoiseLevel AtLambda(double lambda)
    {
        double integral = 2 * Exponentials.LogOnePlusExp(-lambda);
        return FromIntegral(Schedule.TimeOfIntegral(integral), integral);
    }

    private static NoiseLevel FromIntegral(double t, double integral)
    {
        double half = 0.5 * integral;
        double deviation = -Exponentials.Expm1(-half);
        return new(t, -half, deviation, -half - Math.Log(deviation));
    }
}

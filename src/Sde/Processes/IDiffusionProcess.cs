using ScoreSde.Schedules;

namespace ScoreSde.Processes;

/// <summary>
/// A linear Gaussian forward SDE dx = f(t) x dt + g(t) dW, t from 0 (data) to 1 (noise):
/// x_t | x₀ ~ N(α(t) x₀, σ²(t) I).
/// </summary>
public interface IDiffusionProcess
{
    /// <summary>The short name: <c>vp</c>, <c>subvp</c>, <c>ve</c>.</summary>
    string Name { get; }

    /// <summary>The clock of the process.</summary>
    INoiseSchedule Schedule { get; }

    /// <summary>Standard deviation of the law from which sampling starts at t = 1, whatever the data.</summary>
    double PriorDeviation { get; }

    /// <summary>f(t); units 1/time.</summary>
    double DriftRate(double t);

    /// <summary>g²(t); units (unit of x)²/time.</summary>
    double DiffusionSquared(double t);

    /// <summary>The noise level at time t ∈ [0, 1].</summary>
    NoiseLevel At(double t);

    /// <summary>The noise level at which ln(α/σ) = λ.</summary>
    /// <exception cref="ArgumentOutOfRangeException">λ is below λ(1) or not a number.</exception>
    NoiseLevel AtLambda(double lambda);
}

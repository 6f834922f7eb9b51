using ScoreSde.Schedules;

namespace ScoreSde.Processes;

/// <summary>
/// A linear Gaussian forward SDE dx = f(t) x dt + g(t) dW, t from 0 (data) to 1 (noise):
/// x_t | x₀ ~ N(α(t) x₀, σ²(t) I).
/// </summary>
public interface IDiffusionProcess
{
    /// <summary>The short name: <c>vp</c>, <c>subvp</c>, <c>ve</c>, <c>flow</c>.</summary>
    string Name { get; }

    /// <summary>The clock of the process.</summary>
    INoiseSchedule Schedule { get; }

    /// <summary>Standard deviation of the law from which sampling starts at t = 1, whatever the data.</summary>
    double PriorDeviation { get; }

    /// <summary>
    /// Standard deviation of the law from which a run starts that begins at another level than t = 1: √(σ² + α² v), v the variance of data for
    /// which <see cref="PriorDeviation"/> is exact. That is 1 at every level under vp, σ under ve.
    /// </summary>
    /// <remarks>The data is not known, so this is as good as α times the data's size is small beside it.</remarks>
    double PriorDeviationAt(NoiseLevel level)
    {
        NoiseLevel top = At(1);
        double excess = (PriorDeviation * PriorDeviation) - top.Variance;
        return level.Time >= 1 ? PriorDeviation : Math.Sqrt(level.Variance + (Math.Exp(2 * (level.LogMeanScale - top.LogMeanScale)) * excess));
    }

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

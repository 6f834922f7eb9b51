using ScoreSde.Processes;

namespace ScoreSde.Training;

/// <summary>
/// w(t) of the loss E_t w(t) ‖ε − ε_θ(x_t, t)‖². Since s = −ε/σ, a weight W on the score's loss ‖s − s_θ‖² is W/σ² here.
/// </summary>
/// <remarks>
/// The variational bound: with N steps of variance β = g² Δt, DDPM's term for a reverse variance β̃ is
/// β²/(2 β̃ (1 − β) σ²) ‖ε − ε_θ‖² (Ho et al. 2020, eq. (12)). As Δt → 0, β̃ → β and β → g² Δt: the sum over steps becomes
/// ∫ ½ g²/σ² ‖ε − ε_θ‖² dt. With dλ/dt = −½ g²/σ² this is ∫ ‖ε − ε_θ‖² dλ (Kingma et al. 2021, eq. (17)), whatever the
/// schedule. The likelihood weighting of Song et al. 2021b, W = g², leaves out the ½: in continuous time the two differ by a
/// constant factor, which Adam does not see, and are both here because papers state their figures in either.
/// The weights are not normalised: <see cref="Mean"/> tells by what to divide to compare losses.
/// </remarks>
public static class LossWeights
{
    /// <summary>w at a noise level with σ &gt; 0.</summary>
    /// <param name="weighting">Which weight.</param>
    /// <param name="process">The process, for g².</param>
    /// <param name="level">Where; not the clean end.</param>
    /// <param name="minSnrGamma">γ of <see cref="LossWeighting.MinSnr"/>.</param>
    public static double At(LossWeighting weighting, IDiffusionProcess process, NoiseLevel level, double minSnrGamma) => weighting switch
    {
        LossWeighting.Uniform => 1,
        LossWeighting.Variational => 0.5 * Require.NotNull(process).DiffusionSquared(level.Time) / level.Variance,
        LossWeighting.Likelihood => Require.NotNull(process).DiffusionSquared(level.Time) / level.Variance,
        LossWeighting.MinSnr => Math.Min(1, minSnrGamma * Math.Exp(-2 * level.Lambda)),
        LossWeighting.Flow => (1 + Math.Exp(-level.Lambda)) * (1 + Math.Exp(-level.Lambda)),
        LossWeighting.Velocity => 1 + Math.Exp(-2 * level.Lambda),
        _ => throw new ArgumentOutOfRangeException(nameof(weighting), weighting, "Unknown weighting."),
    };

    /// <summary>The mean of w over t uniform in [minimumTime, 1], by the midpoint rule in ln t with 4096 points.</summary>
    public static double Mean(LossWeighting weighting, IDiffusionProcess process, double minimumTime, double minSnrGamma)
    {
        ArgumentNullException.ThrowIfNull(process);
        const int points = 4096;
        double length = -Math.Log(minimumTime) / points;
        double sum = 0;
        for (int i = 0; i < points; i++)
        {
            // In ln t, because the variational weight goes like 1/t.
            double t = Math.Exp(-(i + 0.5) * length);
            sum += t * At(weighting, process, process.At(t), minSnrGamma);
        }

        return sum * length / (1 - minimumTime);
    }
}

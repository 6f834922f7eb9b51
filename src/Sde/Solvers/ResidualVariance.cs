using ScoreSde.Scores;

namespace ScoreSde.Solvers;

/// <summary>
/// The isotropic variance of the greatest likelihood for the mean as it is: E‖x_to − μ_θ(x_from)‖²/d = β̃ + c² s², c = V/(a σ), with the residual
/// s² = E‖ε − ε_θ‖²/d at the step's start. It has the least path divergence for any ε_θ, a network's too; for an exact score it is <see cref="AnalyticVariance"/>.
/// Bao et al. 2022b (arXiv 2206.07309), thm. 1; the same as taking q(ε | x_from) for N(ε_θ, s² I).
/// </summary>
/// <remarks>Never below β̃; above β where the network is worse than ε_θ = x σ/(α² + σ²), the best for data N(0, I).</remarks>
/// <param name="Moment">s², exact or measured: on data that the network learned from it is too small by what it learned by heart.</param>
public sealed record ResidualVariance(INoiseMoment Moment) : IReverseVariance
{
    /// <inheritdoc/>
    public string Name => "residual";

    /// <inheritdoc/>
    public string Title => "residual variance";

    /// <inheritdoc/>
    public string Source => "Bao et al. 2022b, thm. 1";

    /// <inheritdoc/>
    public double At(in GridStep step)
    {
        double share = step.TransitionVariance / (step.TransitionScale * step.From.Deviation);
        return step.PosteriorVariance + (share * share * Moment.ResidualAt(step.From));
    }
}

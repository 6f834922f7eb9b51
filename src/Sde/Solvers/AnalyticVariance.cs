using ScoreSde.Scores;

namespace ScoreSde.Solvers;

/// <summary>
/// The isotropic variance with the least path divergence of an exact score: V/a² · (1 − V m/σ²), the mean over x_from of tr Cov(x_to | x_from)/d
/// by the second-order Tweedie formula, with m = E‖ε‖²/d at the step's start. Bao et al. 2022 (Analytic-DPM), theorem 1.
/// </summary>
/// <remarks>m = 1 (one point) gives β̃, m = σ² (data N(0, I)) gives β. A network's ε_θ is no conditional mean, and what 1 − m then leaves out is its error:
/// <see cref="ResidualVariance"/> has it. An estimated moment
/// is not trusted beyond β̃ and β, as in the authors' code: its error counts V²/(a² σ²) times, thousands of times in a first step from most of the noise.</remarks>
/// <param name="Moment">E‖ε(x_t, t)‖²/d, exact or estimated.</param>
public sealed record AnalyticVariance(INoiseMoment Moment) : IReverseVariance
{
    /// <inheritdoc/>
    public string Name => "analytic";

    /// <inheritdoc/>
    public string Title => "analytic variance";

    /// <inheritdoc/>
    public string Source => "Bao et al. 2022, thm. 1";

    /// <inheritdoc/>
    public double At(in GridStep step)
    {
        double v = step.TransitionVariance;
        double a = step.TransitionScale;
        double m = Math.Clamp(Moment.At(step.From), 0, 1);
        double optimal = v / (a * a) * (((1 - m) * v / step.From.Variance) + (step.PosteriorVariance * a * a / v));
        return Moment.ErrorAt(step.From) > 0 ? Math.Clamp(optimal, Math.Min(step.PosteriorVariance, v), v) : optimal;
    }
}

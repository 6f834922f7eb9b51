using ScoreSde.Processes;

namespace ScoreSde.Scores;

/// <summary>
/// Second moments of the noise prediction over x_t = α x₀ + σ ε: m(t) = E‖ε_θ(x_t, t)‖²/d, and the residual s²(t) = E‖ε − ε_θ(x_t, t)‖²/d. What reverse
/// variances need to know of the model and the data. For an exact score, ε_θ = E[ε | x_t], the residual is 1 − m; for a network it is not.
/// </summary>
public interface INoiseMoment
{
    /// <summary>m at a noise level with σ &gt; 0.</summary>
    double At(NoiseLevel level);

    /// <summary>The standard error of <see cref="At"/>; 0 where it is exact.</summary>
    double ErrorAt(NoiseLevel level) => 0;

    /// <summary>s² at a noise level with σ &gt; 0; 1 − m unless it was measured, as Pythagoras has it for an exact score.</summary>
    double ResidualAt(NoiseLevel level) => 1 - At(level);

    /// <summary>The standard error of <see cref="ResidualAt"/>; 0 where it is exact.</summary>
    double ResidualErrorAt(NoiseLevel level) => ErrorAt(level);
}

using ScoreSde.Processes;

namespace ScoreSde.Scores;

/// <summary>
/// The second moment of the noise prediction: m(t) = E‖ε(x_t, t)‖²/d over x_t ~ p_t, between 0 and 1. What the optimal reverse
/// variance needs to know of the data.
/// </summary>
public interface INoiseMoment
{
    /// <summary>m at a noise level with σ &gt; 0.</summary>
    double At(NoiseLevel level);

    /// <summary>The standard error of <see cref="At"/>; 0 where it is exact.</summary>
    double ErrorAt(NoiseLevel level) => 0;
}

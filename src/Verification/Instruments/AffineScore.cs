using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Verification.Instruments;

/// <summary>
/// The exact ε of Gaussian data on affine forms: ε = σ (x − α m)/(α² v + σ²), x̂₀ = m where α = 0. Affine, so a run stays affine.
/// </summary>
public sealed class AffineScore(AffineSpace space, NormalLaw data) : IScoreFunction<AffineState>
{
    /// <inheritdoc/>
    public int Dimension => 1;

    /// <inheritdoc/>
    public void Evaluate(AffineState x, NoiseLevel level, AffineState epsilon)
    {
        if (level.IsPureNoise)
        {
            space.Map(epsilon, 0, x, data.Mean);
            return;
        }

        NormalLaw law = data.At(level);
        double factor = level.Deviation / law.Variance;
        space.Map(epsilon, factor, x, -factor * law.Mean);
    }
}

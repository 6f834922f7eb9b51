namespace ScoreSde.Processes;

/// <summary>
/// The family of processes that run from t = 1 to 0 and share every marginal p_t with the forward SDE:
/// dx = [f x − ½ (1 + r) g² s] dt + √r g dW̄, with noise rate r ≥ 0: r = 0 is the probability-flow ODE, r = 1 the reverse SDE.
/// With s = −ε/σ the drift is f x + ½ (1 + r) (g²/σ) ε.
/// </summary>
/// <remarks>
/// r is the rate of variance. Others write the same with a scale of the standard deviation (η of DDIM: r = η² in the limit
/// of small steps). Song et al. 2021, app. D; Karras et al. 2022, eq. (6).
/// </remarks>
/// <param name="Forward">The forward process.</param>
/// <param name="NoiseRate">r, a number or a function of the level.</param>
public sealed record ReverseProcess(IDiffusionProcess Forward, NoiseRate NoiseRate)
{
    /// <summary>The factor f(t) of x in the drift.</summary>
    public double StateRate(NoiseLevel level) => Forward.DriftRate(level.Time);

    /// <summary>The factor ½ (1 + r) g²/σ of ε in the drift; infinite at σ = 0.</summary>
    public double EpsilonRate(NoiseLevel level) =>
        0.5 * (1 + NoiseRate.At(level)) * Forward.DiffusionSquared(level.Time) / level.Deviation;

    /// <summary>The variance r g² that the noise adds in a unit of time.</summary>
    public double NoiseVarianceRate(NoiseLevel level) => NoiseRate.At(level) * Forward.DiffusionSquared(level.Time);
}

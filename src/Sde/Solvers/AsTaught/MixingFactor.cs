namespace ScoreSde.Solvers.AsTaught;

/// <summary>How tutorials choose A of the reverse mean A x + (1 − A) x̂₀.</summary>
public enum MixingFactor
{
    /// <summary>A = σ_to/σ_from: the noise left in x is that of the next level.</summary>
    NoiseAligned,

    /// <summary>A of the least E‖x_to − A x_from − (1 − A) x₀‖²: ((1 − α_from)(1 − α_to) m + a σ_to²)/((1 − α_from)² m + σ_from²) with m = E‖x₀‖²/d.</summary>
    LeastSquares,
}

namespace ScoreSde.Processes;

/// <summary>
/// One point of a process with every way of naming it: time t, α, σ, λ = ln(α/σ), σ/α. Made by
/// <see cref="IDiffusionProcess"/> alone, so that a time can never be taken for a λ or a σ.
/// </summary>
/// <param name="Time">t ∈ [0, 1].</param>
/// <param name="LogMeanScale">ln α(t) ≤ 0; −∞ where nothing of the data is left.</param>
/// <param name="Deviation">σ(t) ≥ 0, the standard deviation of x_t given x₀.</param>
/// <param name="Lambda">λ = ln(α/σ), half the log signal-to-noise ratio; +∞ at t = 0, −∞ where α = 0.</param>
public readonly record struct NoiseLevel(double Time, double LogMeanScale, double Deviation, double Lambda)
{
    /// <summary>α(t): x_t = α x₀ + σ ε.</summary>
    public double MeanScale => Math.Exp(LogMeanScale);

    /// <summary>σ²(t).</summary>
    public double Variance => Deviation * Deviation;

    /// <summary>σ̃ = σ/α = e^(−λ), the noise level of x/α (the σ of Karras et al. 2022).</summary>
    public double Ratio => Deviation / MeanScale;

    /// <summary>Whether this is the data end, σ = 0.</summary>
    public bool IsClean => Deviation == 0;

    /// <summary>Whether this is a noise end without data, α = 0 and λ = −∞: x = σ ε.</summary>
    public bool IsPureNoise => double.IsNegativeInfinity(LogMeanScale);
}

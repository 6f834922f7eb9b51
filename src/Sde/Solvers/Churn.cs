namespace ScoreSde.Solvers;

/// <summary>
/// How much noise the EDM sampler adds before a step: σ̃ ← σ̃ (1 + γ), γ = min(S_churn/n, √2 − 1) where S_min ≤ σ̃ ≤ S_max.
/// Nothing is added beyond the process's highest σ̃, so none at t = 1. Karras et al. 2022, alg. 2.
/// </summary>
/// <param name="Amount">S_churn ≥ 0.</param>
/// <param name="Lowest">S_min, in σ̃.</param>
/// <param name="Highest">S_max, in σ̃.</param>
/// <param name="NoiseScale">S_noise; any value but 1 changes the law that is sampled.</param>
public sealed record Churn(double Amount, double Lowest = 0, double Highest = double.PositiveInfinity, double NoiseScale = 1)
{
    /// <summary>S_churn.</summary>
    public double Amount { get; } = Require.NonNegative(Amount);

    /// <summary>S_noise.</summary>
    public double NoiseScale { get; } = Require.NonNegative(NoiseScale);

    /// <summary>γ for a step that starts at σ̃ in a run of n steps.</summary>
    public double Gamma(double ratio, int steps) =>
        ratio >= Lowest && ratio <= Highest ? Math.Min(Amount / steps, Math.Sqrt(2) - 1) : 0;
}

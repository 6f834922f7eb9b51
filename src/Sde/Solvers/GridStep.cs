using ScoreSde.Noise;
using ScoreSde.Processes;

namespace ScoreSde.Solvers;

/// <summary>One interval of a grid, from the noisier level to the cleaner.</summary>
/// <param name="Index">0 for the first step.</param>
/// <param name="Count">Steps in the grid.</param>
/// <param name="From">The level where the step begins.</param>
/// <param name="To">The level where it ends; <see cref="NoiseLevel.IsClean"/> when the grid ends at t = 0.</param>
/// <param name="Seed">The run's seed.</param>
public readonly record struct GridStep(int Index, int Count, NoiseLevel From, NoiseLevel To, ulong Seed)
{
    /// <summary>δ = t_from − t_to &gt; 0.</summary>
    public double Length => From.Time - To.Time;

    /// <summary>h = λ_to − λ_from &gt; 0; +∞ for a step to t = 0.</summary>
    public double LambdaLength => To.Lambda - From.Lambda;

    /// <summary>α_from/α_to, √(1 − β_i) for a variance-preserving step.</summary>
    public double TransitionScale => Math.Exp(From.LogMeanScale - To.LogMeanScale);

    /// <summary>
    /// Variance σ_from² − (α_from/α_to)² σ_to² of x_from given x_to, the β_i of a variance-preserving step; by
    /// −σ_from² expm1(−2h), which does not cancel.
    /// </summary>
    public double TransitionVariance =>
        To.IsClean ? From.Variance : -From.Variance * Special.Exponentials.Expm1(-2 * LambdaLength);

    /// <summary>α_to/α_from: what is left of x when ε stays as it is.</summary>
    public double MeanScaleRatio => Math.Exp(To.LogMeanScale - From.LogMeanScale);

    /// <summary>
    /// α_to (σ̃_to − σ̃_from) = −σ_to expm1(h): what multiplies ε when the probability flow is solved with ε held constant.
    /// −α_to σ̃_from for a step to t = 0, which gives α_to x̂₀.
    /// </summary>
    public double FlowEpsilonFactor =>
        To.IsClean ? -From.Deviation * MeanScaleRatio : -To.Deviation * Special.Exponentials.Expm1(LambdaLength);

    /// <summary>σ_to/σ_from: what is left of x when x̂₀ stays as it is.</summary>
    public double DeviationRatio => To.Deviation / From.Deviation;

    /// <summary>
    /// −α_to expm1(−h): what multiplies x̂₀ when the probability flow is solved with x̂₀ held constant; α_to for a step to t = 0.
    /// </summary>
    public double FlowDataFactor => To.IsClean ? To.MeanScale : -To.MeanScale * Special.Exponentials.Expm1(-LambdaLength);

    /// <summary>
    /// Variance β̃ = V σ_to²/σ_from² of x_to given x_from and x₀, V the <see cref="TransitionVariance"/>; 0 for a step to t = 0.
    /// </summary>
    public double PosteriorVariance => To.IsClean ? 0 : -To.Variance * Special.Exponentials.Expm1(-2 * LambdaLength);

    /// <summary>The name of this step's noise for a purpose; <paramref name="part"/> tells several draws in one step apart.</summary>
    public NoiseKey Noise(NoisePurpose purpose, int part = 0, int parts = 1) =>
        new(Seed, (uint)((Index * parts) + part), purpose);
}

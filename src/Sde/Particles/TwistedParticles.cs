using ScoreSde.Inverse;
using ScoreSde.Solvers;

namespace ScoreSde.Particles;

/// <summary>
/// Twisted particles: P particles of each sample go down the ancestral chain p(x_s|x_t) = N((x_t + V ∇ ln p(x_t))/a, R I) of <see cref="Ancestral"/>, steered by
/// q(x_s|x_t, y) = N((x_t + V ∇ ln [p(x_t) p̃(y|x_t)])/a, R I) with the twisting function p̃(y|x_t) = N(y; A x̂₀(x_t), r² A Aᵀ + σ_y² I), r² = v σ²/(α² v + σ²), and weighted by
/// w ← w · p(x_s|x_t) p̃(y|x_s)/(q(x_s|x_t, y) p̃(y|x_t)), p̃(y|x₀) = p(y|x₀). Where (Σ w)²/Σ w² falls below a share of P the particles are drawn again
/// in proportion to w. Wu et al. 2023 (TDS), alg. 1; r² as in Song et al. 2023 (ΠGDM).
/// </summary>
/// <remarks>
/// Any positive p̃ gives weights that pay for the steering: Ẑ, the product of the means of w between draws, has E Ẑ = p_N(y), the evidence under the chain's own law of x₀ in
/// its N steps, for every P; with the exact score p_N(y) tends to p(y) as steps get finer. Samples follow the chain's posterior p_N(x₀|y) up to a bias that falls as 1/P.
/// A step from α = 0 and one to t = 0 are not steered: the first is that of the flow (<see cref="PureNoise"/>), the last ends on x̂₀.
/// </remarks>
/// <param name="Measurement">What was measured, with σ_y &gt; 0.</param>
/// <param name="Particles">P ≥ 1 for each sample.</param>
/// <param name="ResampleBelow">Particles are drawn again where (Σ w)²/Σ w² is below this share of P, in [0, 1]; 0 is never, 1 wherever weights differ.</param>
/// <param name="DataVariance">v &gt; 0 of the twisting function. It moves the variance of Ẑ and the bias, and neither E Ẑ nor the limit.</param>
/// <param name="Variance">R; null is <see cref="ForwardVariance"/>.</param>
public sealed record TwistedParticles(
    Measurement Measurement, int Particles = 64, double ResampleBelow = 0.5, double DataVariance = 1, IReverseVariance? Variance = null)
{
    /// <summary>What was measured.</summary>
    /// <exception cref="ArgumentException">σ_y = 0: p(y|x₀) is no density then.</exception>
    public Measurement Measurement { get; } = Require.NotNull(Measurement).Deviation > 0
        ? Measurement
        : throw new ArgumentException("Particles are weighted by p(y|x₀), which is a density for σ_y > 0 alone.", nameof(Measurement));

    /// <summary>P.</summary>
    public int Particles { get; } = Require.Positive(Particles);

    /// <summary>The share of P.</summary>
    public double ResampleBelow { get; } = Require.Between(ResampleBelow, 0, 1);

    /// <summary>v.</summary>
    public double DataVariance { get; } = Require.Positive(DataVariance);

    /// <summary>R.</summary>
    public IReverseVariance Variance { get; } = Variance ?? new ForwardVariance();

    /// <summary>The method's name in tables.</summary>
    public static string Name => "twisted";
}

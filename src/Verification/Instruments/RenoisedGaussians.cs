using ScoreSde.Processes;
using ScoreSde.TimeGrids;

namespace ScoreSde.Verification.Instruments;

/// <summary>
/// Where CFG++ between two Gaussians in one dimension ends, exactly: a step of noise rate r is x ← α_to x̂₀(g) + σ_to e^(−rh) ε_∅ + σ_to √(1 − e^(−2rh)) z, h its length in
/// λ, with x̂₀ of each law m + α v (x − α m)/(α² v + σ²) and x̂₀(g) = (1 − λ) x̂₀_∅ + λ x̂₀_c: affine in x, so that mean and variance follow step by step.
/// </summary>
/// <remarks>
/// r = 0 is DDIM and r = 1 DDIM with η = 1. Such a step is one of guidance with the weight λ/(1 − e^(−(1 + r)h)), which is λ/((1 + r) h) for short ones.
/// </remarks>
/// <param name="Process">The process.</param>
/// <param name="Conditional">N(m_c, v_c).</param>
/// <param name="Unconditional">N(m_∅, v_∅), which renoises.</param>
/// <param name="Scale">λ.</param>
/// <param name="NoiseRate">r ≥ 0.</param>
public sealed record RenoisedGaussians(IDiffusionProcess Process, NormalLaw Conditional, NormalLaw Unconditional, double Scale, double NoiseRate)
{
    /// <summary>
    /// What samples tend to with ever more steps and λ &gt; 0 fixed, at any noise rate: the point where p(c|x) ∝ p_c/p_∅ is largest.
    /// </summary>
    /// <exception cref="NotSupportedException">There is none, since v_c ≥ v_∅: samples run away.</exception>
    public NormalLaw Limit
    {
        get
        {
            double slope = (1 / Conditional.Variance) - (1 / Unconditional.Variance);
            return slope > 0
                ? new NormalLaw(((Conditional.Mean / Conditional.Variance) - (Unconditional.Mean / Unconditional.Variance)) / slope, 0)
                : throw new NotSupportedException("p_c/p_∅ has no maximum.");
        }
    }

    /// <summary>The weight of guidance that a step of this length in ln(α/σ) amounts to: λ/(1 − e^(−(1 + r)h)).</summary>
    public double WeightOf(double length) => -Scale / Special.Exponentials.Expm1(-(1 + NoiseRate) * length);

    /// <summary>The law at a grid's end of what began with a law at its first time.</summary>
    public NormalLaw End(NormalLaw start, TimeGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        NormalLaw law = start;
        for (int i = 0; i < grid.Steps; i++)
        {
            law = Step(law, Process.At(grid.Times[i]), Process.At(grid.Times[i + 1]));
        }

        return law;
    }

    private NormalLaw Step(NormalLaw law, NoiseLevel from, NoiseLevel to)
    {
        double kept = to.IsClean ? 0 : Math.Exp(-NoiseRate * (to.Lambda - from.Lambda));
        (double slope, double constant) = Data(Unconditional, from);
        (double Slope, double Constant) conditional = Data(Conditional, from);
        slope += Scale * (conditional.Slope - slope);
        constant += Scale * (conditional.Constant - constant);
        NormalLaw free = Unconditional.At(from);
        double renoised = to.Deviation * kept * from.Deviation / free.Variance;
        double onState = (to.MeanScale * slope) + renoised;
        return new NormalLaw(
            (onState * law.Mean) + (to.MeanScale * constant) - (renoised * free.Mean),
            (onState * onState * law.Variance) + (to.Variance * (1 - (kept * kept))));
    }

    // x̂₀ = slope · x + constant.
    private static (double Slope, double Constant) Data(NormalLaw data, NoiseLevel level)
    {
        NormalLaw law = data.At(level);
        double slope = level.MeanScale * data.Variance / law.Variance;
        return (slope, data.Mean - (slope * law.Mean));
    }
}

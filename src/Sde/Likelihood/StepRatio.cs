using ScoreSde.Solvers;

namespace ScoreSde.Likelihood;

/// <summary>
/// ln N(x_to; m, D²) − ln N(x_from; a x_to, V), number by number: how much likelier a reverse step x_to = m + D z is than the forward transition back, whose law
/// x_from = a x_to + √V ε is exact. The mean m need not be known: the first term is −½ z² − ln D, and with ρ = x_from − a x_to all of it is
/// ½ ln V − ln D − ½ z² + ρ²/(2V).
/// </summary>
/// <remarks>
/// For a short step δ down the reverse SDE it is (f + ½ g² s²) δ + g s √δ z, the Itô increment of ln p, and terms of order δ whose mean over z is of order δ².
/// Karczewski et al. 2025; Skreta et al. 2025.
/// </remarks>
/// <param name="Constant">½ ln V − ln D.</param>
/// <param name="OnNoise">−½, the factor of z².</param>
/// <param name="OnResidual">1/(2V), the factor of ρ².</param>
/// <param name="StateScale">a = α_from/α_to.</param>
public readonly record struct StepRatio(double Constant, double OnNoise, double OnResidual, double StateScale)
{
    /// <summary>That of a step.</summary>
    /// <param name="step">The step; from a level with α &gt; 0.</param>
    /// <param name="deviation">D &gt; 0, what it multiplies its normal with.</param>
    public static StepRatio Of(in GridStep step, double deviation)
    {
        double variance = step.TransitionVariance;
        return new((0.5 * Math.Log(variance)) - Math.Log(deviation), -0.5, 0.5 / variance, step.TransitionScale);
    }

    /// <summary>The ratio of one number.</summary>
    /// <param name="from">x_from.</param>
    /// <param name="noise">z.</param>
    /// <param name="to">x_to.</param>
    public double At(double from, double noise, double to)
    {
        double residual = from - (StateScale * to);
        return Constant + (OnNoise * noise * noise) + (OnResidual * residual * residual);
    }
}

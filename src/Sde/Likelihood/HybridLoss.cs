using ScoreSde.Processes;
using ScoreSde.Solvers;

namespace ScoreSde.Likelihood;

/// <summary>
/// L_vlb of the loss L_simple + λ L_vlb, by which the variance of reverse steps is learned, number by number: T E_t KL(q(x_to | x_from, x₀) ‖ N(μ_θ, Σ_θ))/d, steps of 1/T,
/// nats. The mean is held: with r = ε_θ − ε a number has ½ ((β̃ + c² r²)/Σ − 1 + ln(Σ/β̃)), c = V/(a σ), and its derivative ½ (1 − (β̃ + c² r²)/Σ) by ln Σ alone goes on into the network.
/// A step to t = 0 has −ln p(x₀ | x_from). Nichol and Dhariwal 2021, eq. (15) and (16).
/// </summary>
/// <remarks>The best Σ of a number is E[β̃ + c² r² | x]: for an exact mean what the second-order Tweedie formula says, Var(x_to | x_from).</remarks>
public static class HybridLoss
{
    /// <summary>λ.</summary>
    public const double Weight = 1e-3;

    /// <summary>T.</summary>
    public const int Steps = 1000;

    /// <summary>The step of a chain of <see cref="Steps"/> that begins at a time: to t − 1/T, or to 0.</summary>
    public static GridStep StepFrom(IDiffusionProcess process, NoiseLevel from)
    {
        ArgumentNullException.ThrowIfNull(process);
        double to = from.Time - (1.0 / Steps);
        return new GridStep(0, 1, from, process.At(to > 1e-3 / Steps ? to : 0), 0);
    }

    /// <summary>The variances between which a number's lies. At the end of the chain, where β̃ is 0, that of the step before stands for it, as its authors have it.</summary>
    public static VarianceRange RangeOf(IDiffusionProcess process, in GridStep step)
    {
        ArgumentNullException.ThrowIfNull(process);
        return step.To.IsClean
            ? VarianceRange.Of(step, StepFrom(process, process.At(2.0 / Steps)).PosteriorVariance)
            : VarianceRange.Of(in step);
    }

    /// <summary>The loss of one number, in nats, and its derivative by w.</summary>
    /// <param name="step">The step.</param>
    /// <param name="range">Of its variances.</param>
    /// <param name="w">What the network says.</param>
    /// <param name="miss">r = ε_θ − ε.</param>
    public static (double Loss, double Slope) Of(in GridStep step, VarianceRange range, double w, double miss)
    {
        double share = step.TransitionVariance / (step.TransitionScale * step.From.Deviation);
        double log = range.LogOf(w);
        double truth = step.PosteriorVariance;
        double ratio = (truth + (share * share * miss * miss)) * Math.Exp(-log);
        double loss = step.To.IsClean ? 0.5 * (ratio + log + Math.Log(2 * Math.PI)) : 0.5 * (ratio - 1 + log - Math.Log(truth));
        return (loss, 0.5 * (1 - ratio) * range.LogSlope);
    }
}

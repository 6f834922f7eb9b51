using ScoreSde.Processes;
using ScoreSde.Special;

namespace ScoreSde.Solvers;

/// <summary>
/// The exact solution over an interval of the process with a noise rate r while x̂₀ is constant:
/// x ← OnState x + OnData x̂₀ + Deviation z, OnState = (σ_to/σ_from) e^(−rh), OnData = −α_to expm1(−(1 + r) h),
/// Deviation = σ_to √(−expm1(−2rh)). Lu et al. 2022b, §5 (r = 1).
/// </summary>
internal readonly struct SdeStep
{
    /// <param name="from">The noisier level.</param>
    /// <param name="to">The cleaner level; t = 0 gives x̂₀.</param>
    /// <param name="noiseRate">r of <see cref="ReverseProcess"/>.</param>
    public SdeStep(NoiseLevel from, NoiseLevel to, double noiseRate)
    {
        double h = to.Lambda - from.Lambda;
        OnState = to.IsClean ? 0 : to.Deviation / from.Deviation * Math.Exp(-noiseRate * h);
        OnData = to.IsClean ? to.MeanScale : -to.MeanScale * Exponentials.Expm1(-(1 + noiseRate) * h);
        Deviation = to.IsClean ? 0 : to.Deviation * Math.Sqrt(-Exponentials.Expm1(-2 * noiseRate * h));
    }

    public double OnState { get; }

    public double OnData { get; }

    public double Deviation { get; }
}

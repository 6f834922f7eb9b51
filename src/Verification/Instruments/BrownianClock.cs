using ScoreSde.Processes;

namespace ScoreSde.Verification.Instruments;

/// <summary>
/// How a step's noise z is an integral of the Brownian motion W of the exact solution: z = ∫ w dW / √∫ w² over the step. A
/// method's strong order is measured in the clock whose increments its noise is.
/// </summary>
/// <param name="Name">What the clock counts.</param>
/// <param name="Weight">w(τ) ≥ 0 for a process at a time; only its shape within a step matters.</param>
public sealed record BrownianClock(string Name, Func<IDiffusionProcess, double, double> Weight)
{
    /// <summary>z = ΔW/√δ: increments in t. w = 1.</summary>
    public static BrownianClock Time { get; } = new("time", static (_, _) => 1);

    /// <summary>
    /// Increments of W(α²/σ²), the clock in which the noise of the exponential SDE solvers composes over any grid:
    /// w² = |d(α²/σ²)/dτ| = α² g²/σ⁴, since dσ²/dτ = 2 f σ² + g².
    /// </summary>
    public static BrownianClock SignalToNoise { get; } = new("signal-to-noise", static (process, time) =>
    {
        NoiseLevel level = process.At(time);
        return Math.Sqrt(process.DiffusionSquared(time)) / (level.Ratio * level.Deviation);
    });
}

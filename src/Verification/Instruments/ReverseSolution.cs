using ScoreSde.Processes;

namespace ScoreSde.Verification.Instruments;

/// <summary>
/// The exact solution of the reverse family on Gaussian data: with u = x − α m and s → t, t &lt; s,
/// u_t = Φ(t, s) u_s + ∫_t^s Φ(t, τ) √r g(τ) dW_τ, Φ(t, s) = (α_s/α_t)^r (v_t/v_s)^((1+r)/2).
/// </summary>
/// <remarks>
/// From dv/dτ = 2 f v + g², which turns the drift f + ½(1 + r) g²/v into −r f + ½(1 + r) d ln v/dτ, f = d ln α/dτ.
/// </remarks>
/// <param name="Reverse">The process and its noise rate r.</param>
/// <param name="Data">N(m, v₀).</param>
public sealed record ReverseSolution(ReverseProcess Reverse, NormalLaw Data)
{
    // The closed form is that of a rate which is the same at every level.
    private double Rate => Reverse.NoiseRate.IsConstant
        ? Reverse.NoiseRate.Rate
        : throw new NotSupportedException("The exact solution needs a noise rate that is the same at every level.");

    /// <summary>Φ(t, s).</summary>
    public double Propagator(NoiseLevel to, NoiseLevel from)
    {
        double scale = Math.Exp(Rate * (from.LogMeanScale - to.LogMeanScale));
        return scale * Math.Pow(Data.At(to).Variance / Data.At(from).Variance, 0.5 * (1 + Rate));
    }

    /// <summary>The kernel κ(τ) = Φ(t, τ) √r g(τ) of the noise at time τ in x_t.</summary>
    public double NoiseKernel(NoiseLevel to, double time) =>
        Propagator(to, Reverse.Forward.At(time)) * Math.Sqrt(Rate * Reverse.Forward.DiffusionSquared(time));

    /// <summary>
    /// The exact map from x_s to the law of x_t: N(α_t m + Φ (x_s − α_s m), v_t − Φ² v_s). The variance holds for every r because
    /// all members of the family share their marginals.
    /// </summary>
    public (double Slope, double Shift, double Variance) Transition(NoiseLevel to, NoiseLevel from)
    {
        double slope = Propagator(to, from);
        NormalLaw start = Data.At(from);
        NormalLaw end = Data.At(to);
        return (slope, end.Mean - (slope * start.Mean), end.Variance - (slope * slope * start.Variance));
    }
}

using ScoreSde.Guidance;
using ScoreSde.Processes;

namespace ScoreSde.Verification.Instruments;

/// <summary>
/// Where guidance between two Gaussians in one dimension leads the reverse family, exactly: with V = v_c^ω v_∅^(1 − ω), v the variances at a level,
/// x is taken from s to t &lt; s by Φ(t, s) = (α_s/α_t)^r (V_t/V_s)^((1+r)/2), ω = w where guidance acts and 1 elsewhere; rescaled by φ, ω = w + φ (1 − w).
/// </summary>
/// <remarks>
/// From g²/v = d ln v/dτ − 2 f for both variances. Rescaling of isotropic Gaussians with one mean for all numbers multiplies by the ratio of the slopes,
/// so that slopes are mixed, φ of the conditional and 1 − φ of the guided one.
/// </remarks>
/// <param name="Reverse">The process and its noise rate r, the same at every level.</param>
/// <param name="Conditional">N(m_c, v_c).</param>
/// <param name="Unconditional">N(m_∅, v_∅).</param>
/// <param name="Rule">The weight, where it holds, and φ.</param>
public sealed record GuidedGaussians(ReverseProcess Reverse, NormalLaw Conditional, NormalLaw Unconditional, GuidanceRule Rule)
{
    // Of Simpson's rule; even.
    private const int Panels = 4096;

    /// <summary>The law that guidance points at: p ∝ p_∅^(1 − w) p_c^w.</summary>
    /// <exception cref="NotSupportedException">It has no finite variance.</exception>
    public NormalLaw Target
    {
        get
        {
            (double slope, double offset) = Tilt(Rule.Weight, Conditional, Unconditional);
            return slope > 0 ? new NormalLaw(offset / slope, 1 / slope) : throw new NotSupportedException("The tilted law has no finite variance.");
        }
    }

    /// <summary>The levels from one to another between which the weight is one number: both, and the ends of the interval between them.</summary>
    public IReadOnlyList<NoiseLevel> Stretches(NoiseLevel from, NoiseLevel to) =>
    [
        from,
        .. new[] { Rule.Interval?.High ?? 0, Rule.Interval?.Low ?? 0 }
            .Where(ratio => ratio > to.Ratio && ratio < from.Ratio)
            .Select(ratio => Reverse.Forward.AtLambda(-Math.Log(ratio))),
        to,
    ];

    /// <summary>The law at a level of what began with another law at an earlier one.</summary>
    /// <exception cref="NotSupportedException">The rule rescales where the guided slope is not positive, or r depends on the level.</exception>
    public NormalLaw End(NormalLaw start, NoiseLevel from, NoiseLevel to)
    {
        IReadOnlyList<NoiseLevel> levels = Stretches(from, to);
        NormalLaw law = start;
        for (int i = 0; i + 1 < levels.Count; i++)
        {
            law = AlongOne(law, levels[i], levels[i + 1]);
        }

        return law;
    }

    private NormalLaw AlongOne(NormalLaw start, NoiseLevel from, NoiseLevel to)
    {
        double rate = Reverse.NoiseRate.IsConstant
            ? Reverse.NoiseRate.Rate
            : throw new NotSupportedException("The exact solution needs a noise rate that is the same at every level.");
        bool acts = Rule.ActsAt(Reverse.Forward.At(0.5 * (from.Time + to.Time)));
        (double weight, double share) = acts ? (Rule.Weight, Rule.Rescale) : (1, 0);
        double mixed = weight + (share * (1 - weight));
        double mean = Propagator(from) * start.Mean;
        double variance = Propagator(from) * Propagator(from) * start.Variance;
        double width = (from.Time - to.Time) / Panels;
        for (int k = 0; k <= Panels; k++)
        {
            double simpson = width / 3 * (k is 0 or Panels ? 1 : k % 2 == 1 ? 4 : 2);
            NoiseLevel level = k == 0 ? to : k == Panels ? from : Reverse.Forward.At(to.Time + (k * width));
            double spread = Reverse.Forward.DiffusionSquared(level.Time);
            double carried = Propagator(level);
            mean += simpson * carried * 0.5 * (1 + rate) * spread * Offset(level);
            variance += simpson * carried * carried * rate * spread;
        }

        return new NormalLaw(mean, variance);

        double Propagator(NoiseLevel at) =>
            Math.Exp((rate * (at.LogMeanScale - to.LogMeanScale)) + (0.5 * (1 + rate) * (LogSpread(to) - LogSpread(at))));

        double LogSpread(NoiseLevel at) =>
            (mixed * Math.Log(Conditional.At(at).Variance)) + ((1 - mixed) * Math.Log(Unconditional.At(at).Variance));

        double Offset(NoiseLevel at)
        {
            NormalLaw conditional = Conditional.At(at);
            (double slope, double offset) = Tilt(weight, conditional, Unconditional.At(at));
            return share == 0 ? offset
                : slope > 0 ? offset * ((share / (conditional.Variance * slope)) + 1 - share)
                : throw new NotSupportedException("Rescaling is affine where the guided slope is positive.");
        }
    }

    // w/v_c + (1 − w)/v_∅, and the same of m/v.
    private static (double Slope, double Offset) Tilt(double weight, NormalLaw conditional, NormalLaw free) =>
        ((weight / conditional.Variance) + ((1 - weight) / free.Variance),
            (weight * conditional.Mean / conditional.Variance) + ((1 - weight) * free.Mean / free.Variance));
}

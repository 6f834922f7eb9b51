using System.Numerics;
using ScoreSde.Sampling;
using ScoreSde.Special;

namespace ScoreSde.Particles;

/// <summary>Samples given a measurement, and what each sample's particles say of the evidence p(y). Samples are independent, each one of its own particles.</summary>
/// <param name="Samples">The samples: one of each sample's particles, drawn in proportion to their weights. Evaluations are those of a particle.</param>
/// <param name="Means">The weighted means of each sample's particles, [count, dimension]: estimates of E(x₀|y) that know more than the samples.</param>
/// <param name="LogEvidences">ln Ẑ of each sample's particles, nats; a density of y in the measurement's units. E Ẑ = p_N(y), so that ln Ẑ is below ln p_N(y) in the mean.</param>
/// <param name="EffectiveParticles">The least (Σ w)²/Σ w² of each sample's particles on their way, from 1 to P; near 1 one particle alone is left.</param>
/// <param name="Resamplings">How often each sample's particles were drawn again.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed record EvidenceSamples<T>(SampleSet<T> Samples, double[] Means, double[] LogEvidences, double[] EffectiveParticles, int[] Resamplings)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>ln of the mean of Ẑ over all samples, nats: the estimate of ln p_N(y) of the whole run, whose exponential is free of bias.</summary>
    public double LogEvidence => WeightSum.Of(LogEvidences).LogMean(LogEvidences.Length);

    /// <summary>The standard error of Ẑ's mean as a share of it, which is that of <see cref="LogEvidence"/> where it is small; NaN of a single sample.</summary>
    public double LogEvidenceError
    {
        get
        {
            // With n weights of mean 1 the sum of squares is n²/effective.
            int n = LogEvidences.Length;
            return n < 2 ? double.NaN : Math.Sqrt(Math.Max(0, (n / WeightSum.Of(LogEvidences).Effective) - 1) / (n - 1));
        }
    }
}

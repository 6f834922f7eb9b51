namespace ScoreSde.Likelihood;

/// <summary>ln p of every sample, natural logarithm, in the units of the states.</summary>
/// <param name="Values">ln p; the mean over probes where the divergence is estimated.</param>
/// <param name="ProbeErrors">Its standard error from the scatter of the probes; 0 where the divergence is exact, NaN for a single probe.</param>
/// <param name="Latents">The samples at the noisy end, [count, dimension] row-major.</param>
/// <param name="Evaluations">Score evaluations that each sample took; a product with the Jacobian counts as two.</param>
public sealed record LogDensities(double[] Values, double[] ProbeErrors, double[] Latents, int Evaluations)
{
    /// <summary>The mean over all samples.</summary>
    public double Mean => Values.Average();

    /// <summary>The standard error of <see cref="Mean"/> from the scatter of the samples; NaN for one sample.</summary>
    public double StandardError
    {
        get
        {
            double mean = Mean;
            return Math.Sqrt(Values.Sum(value => (value - mean) * (value - mean)) / (Values.Length - 1.0) / Values.Length);
        }
    }
}

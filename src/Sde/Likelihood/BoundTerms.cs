namespace ScoreSde.Likelihood;

/// <summary>The terms of the DDPM bound −ln p(x) ≤ L_T + Σ L_t + L_0 for every sample, in nats and in the units of the states.</summary>
/// <param name="Prior">L_T, exact.</param>
/// <param name="Steps">Σ L_t for t = 1 … T − 1, one draw of noise each.</param>
/// <param name="Decoder">L_0 = −ln p(x₀ | x₁), one draw of noise.</param>
public sealed record BoundTerms(double[] Prior, double[] Steps, double[] Decoder)
{
    /// <summary>L_T + Σ L_t + L_0 of every sample.</summary>
    public IEnumerable<double> Totals => Prior.Zip(Steps, Decoder).Select(static terms => terms.First + terms.Second + terms.Third);

    /// <summary>The mean over the samples.</summary>
    public double Mean => Totals.Average();

    /// <summary>Its standard error from the scatter over samples and noise; NaN for one sample.</summary>
    public double StandardError
    {
        get
        {
            double mean = Mean;
            return Math.Sqrt(Totals.Sum(total => (total - mean) * (total - mean)) / (Prior.Length - 1.0) / Prior.Length);
        }
    }
}

namespace ScoreSde.Likelihood;

/// <summary>The importance-weighted bound for every sample, in nats and in the units of the states.</summary>
/// <param name="Values">ln (1/K) Σ w of each sample.</param>
/// <param name="EffectivePaths">(Σ w)²/Σ w², between 1 and K: where it is near 1 one path has all the weight, and the bound is far from ln p_θ.</param>
public sealed record WeightedTerms(double[] Values, double[] EffectivePaths)
{
    /// <summary>The mean over the samples.</summary>
    public double Mean => Values.Average();

    /// <summary>Its standard error from the scatter over samples and paths; NaN for one sample.</summary>
    public double StandardError
    {
        get
        {
            double mean = Mean;
            return Math.Sqrt(Values.Sum(value => (value - mean) * (value - mean)) / (Values.Length - 1.0) / Values.Length);
        }
    }
}

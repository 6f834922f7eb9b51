namespace ScoreSde.Metrics;

/// <summary>How near samples come to the training rows, beside how near real held-out rows come to them.</summary>
/// <param name="SampleMedian">Median distance of a sample from its nearest training row.</param>
/// <param name="HeldOutMedian">Median distance of a held-out row from its nearest training row.</param>
/// <param name="SampleLow">The 1 % quantile of the samples' distances.</param>
/// <param name="HeldOutLow">The 1 % quantile of the held-out rows' distances.</param>
/// <param name="CopiedShare">The share of samples nearer to a training row than <paramref name="HeldOutLow"/>: near 0.01 without copying.</param>
/// <param name="CopiedShareError">
/// Its standard error if samples were as held-out rows are: binomial, with the error that the held-out quantile itself has.
/// </param>
/// <param name="Samples">Samples that were looked at.</param>
/// <param name="HeldOut">Held-out rows that were looked at.</param>
public sealed record CopyingReport(
    double SampleMedian,
    double HeldOutMedian,
    double SampleLow,
    double HeldOutLow,
    double CopiedShare,
    double CopiedShareError,
    int Samples,
    int HeldOut)
{
    /// <summary>Sample median over held-out median: 1 for a perfect sampler, 0 for one that copies.</summary>
    public double MedianRatio => SampleMedian / HeldOutMedian;

    /// <summary>Sample 1 % quantile over held-out 1 % quantile: about 1 for a perfect sampler, 0 for one that copies.</summary>
    public double LowRatio => SampleLow / HeldOutLow;

    /// <summary>Whether more samples lie close to training rows than chance explains: four standard errors above 1 %.</summary>
    public bool SuggestsCopying => CopiedShare > CopyingCheck.LowQuantile + (4 * CopiedShareError);
}

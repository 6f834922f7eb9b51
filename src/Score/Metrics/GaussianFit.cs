namespace ScoreSde.Metrics;

/// <summary>A mean and a covariance: the Gaussian that a Fréchet distance sees.</summary>
/// <param name="Mean">d numbers.</param>
/// <param name="Covariance">The d×d covariance, of which the lower triangle is read; may be singular.</param>
public sealed record GaussianFit(double[] Mean, double[,] Covariance)
{
    /// <summary>The sample mean and the covariance with n − 1 in the denominator.</summary>
    /// <exception cref="ArgumentException">There are fewer than two rows.</exception>
    public static GaussianFit Of(Samples samples)
    {
        MetricSamples.Check(samples, samples, least: 2);
        var moments = new MomentSums(MomentSums.CentreOf(samples));
        moments.Add(samples);
        return moments.Fit();
    }
}

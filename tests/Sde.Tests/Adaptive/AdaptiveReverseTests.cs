using ScoreSde.Adaptive;
using ScoreSde.Processes;
using ScoreSde.Schedules;

namespace ScoreSde.Tests.Adaptive;

/// <summary>The reverse SDE with steps of its own choice: the noise of a rejected step must be kept.</summary>
public sealed class AdaptiveReverseTests
{
    private const int Samples = 400;
    private const double Variance = 0.09;
    private const double End = 0.01;
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));

    /// <summary>
    /// Variance of one-dimensional Gaussian data, over the exact one. 20,000 samples give 1.04 with noise kept and 1.95 with noise redrawn; the
    /// standard error is √(2/400) = 7 % of the value, and the bounds are more than four and a half of them away.
    /// </summary>
    [Fact]
    [Trait("Category", "Once")]
    public void Redrawn_noise_makes_the_law_too_wide_and_kept_noise_does_not()
    {
        var tolerance = new Tolerance(0.05, 0.0078);
        double kept = Ratio(tolerance, RejectedNoise.Kept, out double keptShare);
        double redrawn = Ratio(tolerance, RejectedNoise.Redrawn, out double redrawnShare);
        Assert.InRange(kept, 0.72, 1.41);
        Assert.InRange(redrawn, 1.42, 2.7);
        Assert.InRange(keptShare, 0.3, 0.5);
        Assert.InRange(redrawnShare, 0.3, 0.5);
    }

    private static double Ratio(Tolerance tolerance, RejectedNoise rejected, out double share)
    {
        var method = new AdaptiveReverse(tolerance, End, Denoises: false, rejected);
        AdaptiveSamples<double> run = AdaptiveSampler.Sample(Process, new GaussianNoise(Variance, 1), method, Samples, 3);
        NoiseLevel end = Process.At(End);
        for (int i = 0; i < Samples; i++)
        {
            Assert.Equal(1 + (2 * run.Costs[i].Accepted) + run.Costs[i].Rejected, run.Evaluations[i]);
        }

        share = run.RejectedShare;
        return run.Values.Average(static x => x * x) / ((end.MeanScale * end.MeanScale * Variance) + end.Variance);
    }
}

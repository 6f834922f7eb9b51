using ScoreSde.Likelihood;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;

namespace ScoreSde.Tests.Likelihood;

/// <summary>The loss by which variances are learned, against the divergence of the two normal laws written out with α and σ.</summary>
public sealed class HybridLossTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());

    [Theory]
    [InlineData(0.9, -1.0, 0.3)]
    [InlineData(0.5, 0.0, 0.0)]
    [InlineData(0.5, 0.4, -1.2)]
    [InlineData(0.05, 1.0, 0.7)]
    public void It_is_the_divergence_from_the_posterior_given_the_data(double time, double w, double miss)
    {
        NoiseLevel from = Process.At(time);
        GridStep step = HybridLoss.StepFrom(Process, from);
        NoiseLevel to = Process.At(time - 0.001);
        Assert.Equal(to.Time, step.To.Time, 1e-15);
        double a = from.MeanScale / to.MeanScale;
        double forward = from.Variance - (a * a * to.Variance);
        double truth = to.Variance * forward / from.Variance;
        double variance = Math.Exp((0.5 * (1 + w) * Math.Log(forward)) + (0.5 * (1 - w) * Math.Log(truth)));
        double apart = to.MeanScale * forward / from.Variance * (from.Deviation / from.MeanScale) * miss;
        (double loss, double slope) = HybridLoss.Of(in step, HybridLoss.RangeOf(Process, in step), w, miss);
        Assert.Equal(0.5 * (((truth + (apart * apart)) / variance) - 1 + Math.Log(variance / truth)), loss, 1e-9);
        Assert.Equal(0.25 * (1 - ((truth + (apart * apart)) / variance)) * Math.Log(forward / truth), slope, 1e-9);
        Assert.InRange(loss, 0, double.MaxValue);
    }

    /// <summary>The last step has −ln p(x₀ | x_from), with the lower end of the step before it.</summary>
    [Theory]
    [InlineData(-1.0, 0.3)]
    [InlineData(0.6, -1.1)]
    public void The_last_step_has_the_density_of_the_data(double w, double miss)
    {
        NoiseLevel from = Process.At(0.001);
        GridStep step = HybridLoss.StepFrom(Process, from);
        Assert.True(step.To.IsClean);
        NoiseLevel second = Process.At(0.002);
        double ratio = second.MeanScale / from.MeanScale;
        double low = Math.Min(from.Variance * (second.Variance - (ratio * ratio * from.Variance)) / second.Variance, from.Variance);
        double variance = Math.Exp((0.5 * (1 + w) * Math.Log(from.Variance)) + (0.5 * (1 - w) * Math.Log(low)));
        double apart = from.Deviation / from.MeanScale * miss;
        (double loss, double slope) = HybridLoss.Of(in step, HybridLoss.RangeOf(Process, in step), w, miss);
        Assert.Equal((apart * apart / (2 * variance)) + (0.5 * Math.Log(2 * Math.PI * variance)), loss, 1e-9);
        Assert.Equal(0.25 * (1 - (apart * apart / variance)) * Math.Log(from.Variance / low), slope, 1e-9);
    }
}

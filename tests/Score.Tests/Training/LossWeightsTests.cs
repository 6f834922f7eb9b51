using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

public sealed class LossWeightsTests
{
    private static readonly IDiffusionProcess[] Processes =
    [
        new VariancePreserving(new LinearSchedule()), new VariancePreserving(new CosineSchedule()),
        new SubVariancePreserving(new LinearSchedule()), new VarianceExploding(new GeometricSchedule()),
    ];

    // Ho et al. 2020, eq. (12) with variance β̃: β²/(2 β̃ (1 − β)(1 − ᾱ)) per step of length 1/N.
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void The_variational_weight_is_the_limit_of_the_discrete_one(double t)
    {
        var schedule = new LinearSchedule();
        var process = new VariancePreserving(schedule);
        double continuous = LossWeights.At(LossWeighting.Variational, process, process.At(t), 5);

        double Error(int n)
        {
            double beta = 1 - Math.Exp(-schedule.Integral(t - (1.0 / n), t));
            double alphaBar = Math.Exp(-schedule.Integral(t));
            double alphaBarBefore = Math.Exp(-schedule.Integral(t - (1.0 / n)));
            double posterior = beta * (1 - alphaBarBefore) / (1 - alphaBar);
            double discrete = beta * beta / (2 * posterior * (1 - beta) * (1 - alphaBar));
            return Math.Abs((discrete * n / continuous) - 1);
        }

        // First order in 1/N, and small: at t = 0.05 the step before the posterior's is 1/(t N) of the level.
        Assert.InRange(Error(100_000), 0, 3e-4);
        Assert.InRange(Error(1000) / Error(10_000), 9, 11.5);
    }

    [Fact]
    public void The_variational_weight_is_minus_the_derivative_of_lambda_for_every_process()
    {
        foreach (IDiffusionProcess process in Processes)
        {
            foreach (double t in new[] { 0.1, 0.5, 0.9 })
            {
                double derivative = (process.At(t + 1e-5).Lambda - process.At(t - 1e-5).Lambda) / 2e-5;
                double weight = LossWeights.At(LossWeighting.Variational, process, process.At(t), 5);
                Assert.Equal(1, -derivative / weight, 1e-6);
                Assert.Equal(2 * weight, LossWeights.At(LossWeighting.Likelihood, process, process.At(t), 5));
            }
        }
    }

    [Fact]
    public void Min_SNR_is_1_at_low_and_gamma_over_SNR_at_high_signal()
    {
        var process = new VariancePreserving(new LinearSchedule());
        NoiseLevel high = process.AtLambda(0.5 * Math.Log(20));
        NoiseLevel low = process.AtLambda(0.5 * Math.Log(4.9));
        Assert.Equal(5.0 / 20, LossWeights.At(LossWeighting.MinSnr, process, high, 5), 1e-12);
        Assert.Equal(1, LossWeights.At(LossWeighting.MinSnr, process, low, 5));
    }

    [Fact]
    public void The_velocity_weight_is_1_over_alpha_squared_where_variance_is_preserved()
    {
        var process = new VariancePreserving(new LinearSchedule());
        foreach (double t in new[] { 0.01, 0.5, 1 })
        {
            double alpha = process.At(t).MeanScale;
            Assert.Equal(1, LossWeights.At(LossWeighting.Velocity, process, process.At(t), 5) * alpha * alpha, 1e-10);
        }
    }

    [Fact]
    public void The_mean_weight_over_time_is_the_closed_form()
    {
        var process = new VariancePreserving(new LinearSchedule());
        const double minimum = 1e-3;
        Assert.Equal(1, LossWeights.Mean(LossWeighting.Uniform, process, minimum, 5), 1e-6);

        // ∫ ½ g²/σ² dt = λ(t_min) − λ(1).
        double range = process.At(minimum).Lambda - process.At(1).Lambda;
        Assert.Equal(range / (1 - minimum), LossWeights.Mean(LossWeighting.Variational, process, minimum, 5), 1e-4);
    }

    [Fact]
    public void A_weight_that_is_none_is_refused() =>
        Assert.Equal("weighting", Assert.Throws<ArgumentOutOfRangeException>(() => LossWeights.At((LossWeighting)99, new VariancePreserving(new LinearSchedule()), new VariancePreserving(new LinearSchedule()).At(0.5), 5)).ParamName);
}

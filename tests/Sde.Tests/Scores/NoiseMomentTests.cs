using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Scores;

public sealed class NoiseMomentTests
{
    /// <summary>m lies in [0, 1] for every law, so one beyond it leaves β̃, and one below it what noise alone leaves.</summary>
    [Fact]
    public void A_moment_beyond_its_range_counts_as_its_end()
    {
        var process = new VariancePreserving(new LinearSchedule());
        var step = new GridStep(0, 1, process.At(0.5), process.At(0.3), 0);
        Near.Relative(step.PosteriorVariance, new AnalyticVariance(new Told(1.3)).At(in step), 1e-12);
        Assert.Equal(new AnalyticVariance(new Told(0)).At(in step), new AnalyticVariance(new Told(-0.4)).At(in step));
    }

    [Fact]
    public void The_moment_of_gaussian_data_gives_the_exact_conditional_variance()
    {
        // Var(x_to | x_from) from the exact reverse transition.
        Law.Holds(RandomProcesses.Any, Reals.Between(0.02, 0.9), Reals.Between(0.1, 0.9), Reals.LogBetween(0.01, 4), static (process, from, share, variance) =>
        {
            var step = new GridStep(0, 1, process.At(from), process.At(from * share), 0);
            var exact = new ReverseSolution(new ReverseProcess(process, 1), new NormalLaw(0, variance));
            double expected = exact.Transition(step.To, step.From).Variance;
            double actual = new AnalyticVariance(new GaussianNoiseMoment(Gaussian.Isotropic([0], variance))).At(in step);
            Near.Absolute(expected, actual, 1e-11 * new NormalLaw(0, variance).At(step.To).Variance, process.Name);
        });
    }

    [Fact]
    public void The_moment_averages_over_the_directions_of_a_covariance()
    {
        var data = Gaussian.WithCovariance([0, 0], new[,] { { 2.0, 1.0 }, { 1.0, 2.0 } });
        NoiseLevel level = MixtureCases.Levels[1];
        double a2 = level.MeanScale * level.MeanScale;
        double expected = 0.5 * level.Variance * ((1 / ((a2 * 1) + level.Variance)) + (1 / ((a2 * 3) + level.Variance)));
        Near.Relative(expected, new GaussianNoiseMoment(data).At(level), 1e-13);
    }

    [Fact]
    public void One_point_gives_the_posterior_variance_and_unit_normal_data_the_forward_one()
    {
        Law.Holds(RandomProcesses.Preserving, Reals.Between(0.02, 1), Reals.Between(0.1, 0.9), static (process, from, share) =>
        {
            var step = new GridStep(0, 1, process.At(from), process.At(from * share), 0);
            double Optimal(double variance) =>
                new AnalyticVariance(new GaussianNoiseMoment(Gaussian.Isotropic([1], variance))).At(in step);
            // V/a² times a difference from 1.
            double roundings = 2e-15 / (step.TransitionScale * step.TransitionScale);
            Near.Relative(new PosteriorVariance().At(in step), Optimal(0), roundings);
            Near.Relative(new ForwardVariance().At(in step), Optimal(1), roundings);
        });
    }

    private sealed class Told(double moment) : INoiseMoment
    {
        public double At(NoiseLevel level) => moment;
    }
}

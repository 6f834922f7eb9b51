using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Discrete;

/// <summary>How far the reverse kernels are from the true reverse chain, in exact divergences, with the constants of theory.</summary>
public sealed class PathDivergenceTests
{
    private const double Variance = 0.09;

    [Fact]
    public void The_path_divergence_of_variance_beta_falls_as_one_over_n_with_the_constant_of_theory()
    {
        // N · KL → ¼ ∫ β² E‖I + ∇² log p‖² dt = ¼ ∫ β² (1 − 1/v)² dt = 3.74096 for deviation 0.3.
        var process = new VariancePreserving(new LinearSchedule());
        double expected = 0.25 * MathNet.Numerics.Integration.GaussLegendreRule.Integrate(Rate, 0, 1, 200);
        Near.Relative(3.74096, expected, 2e-6);
        double fine = 40_000 * Divergence(40_000, ReverseKernel.Beta, from: 1);
        double coarse = 20_000 * Divergence(20_000, ReverseKernel.Beta, from: 1);
        Near.Relative(expected, (2 * fine) - coarse, 2e-5);

        double Rate(double t)
        {
            double beta = process.Schedule.Beta(t);
            double curvature = 1 - (1 / new NormalLaw(0, Variance).At(process.At(t)).Variance);
            return beta * beta * curvature * curvature;
        }
    }

    [Fact]
    public void The_path_divergence_of_the_posterior_variance_tends_to_half_of_eulers_constant()
    {
        // From i = 2 on; it does not vanish, because β̃_i/β_i → (i − 1)/i at every fixed i.
        double fine = Divergence(400_000, ReverseKernel.PosteriorBeta, from: 2);
        Near.Absolute(0.5 * 0.5772156649015329, fine, 2e-3);
        Assert.True(Divergence(1000, ReverseKernel.PosteriorBeta, from: 2) > fine);
    }

    [Fact]
    public void The_end_of_the_reverse_chain_nears_the_data_as_one_over_n()
    {
        // N · W₂ at t = 0.01 from the N(0, 1) prior: 1.103 with variance β, 2.950 with β̃, at N = 2000.
        var process = new VariancePreserving(new LinearSchedule());
        var data = new NormalLaw(0, Variance);
        Near.Relative(1.10, Scaled(new ForwardVariance()), 0.02);
        Near.Relative(2.95, Scaled(new PosteriorVariance()), 0.02);

        double Scaled(IReverseVariance choice)
        {
            // The chain's own nodes i/N from 1 down to 0.01.
            const int N = 2000;
            var grid = new TimeGrid("chain", [.. Enumerable.Range(20, N - 19).Reverse().Select(i => (double)i / N)]);
            NormalLaw end = ExactMoments.Map(new Ancestral(choice), process, data, grid).Push(new NormalLaw(0, 1));
            return N * end.Wasserstein(data.At(process.At(0.01)));
        }
    }

    [Fact]
    public void The_divergence_on_a_grid_is_the_sum_over_the_chain_of_its_times()
    {
        var data = Gaussian.Isotropic([0], Variance);
        TimeGrid grid = Grids.Uniform(50);
        var process = new VariancePreserving(new LinearSchedule());
        var moment = new GaussianNoiseMoment(data);
        foreach ((IReverseVariance choice, ReverseKernel kernel) in new (IReverseVariance, ReverseKernel)[]
        {
            (new ForwardVariance(), ReverseKernel.Beta), (new PosteriorVariance(), ReverseKernel.PosteriorBeta),
        })
        {
            // The chain's step from i = 1 is the grid's step to t = 0, which is left out.
            double expected = Divergence(50, kernel, from: 2);
            Near.Relative(expected, PathDivergence.OfGaussian(process, grid, data, choice), 1e-9);
            Near.Relative(expected, PathDivergence.OverOptimal(process, grid, moment, 1, choice), 1e-9);
        }

        Near.Absolute(0, PathDivergence.OfGaussian(process, grid, data, new AnalyticVariance(moment)), 1e-14);
    }

    [Fact]
    public void What_a_choice_costs_over_the_optimal_one_is_the_same_counted_by_eigenvalues_or_by_the_moment()
    {
        // The optimal variance is isotropic, so it leaves a divergence for data that is not; what others add to it needs the trace alone.
        var process = new VariancePreserving(new CosineSchedule());
        Gaussian data = Gaussian.WithCovariance([1, -1], new double[,] { { 2, 1.2 }, { 1.2, 1 } });
        var moment = new GaussianNoiseMoment(data);
        foreach (int steps in new[] { 5, 10, 50 })
        {
            TimeGrid grid = Grids.Quadratic(steps);
            double best = PathDivergence.OfGaussian(process, grid, data, new AnalyticVariance(moment));
            Assert.True(best > 1e-3);
            foreach (IReverseVariance choice in new IReverseVariance[] { new ForwardVariance(), new PosteriorVariance() })
            {
                double over = PathDivergence.OverOptimal(process, grid, moment, 2, choice);
                Assert.True(over > 0);
                Near.Relative(PathDivergence.OfGaussian(process, grid, data, choice) - best, over, 1e-8);
            }
        }
    }

    [Fact]
    public void A_wrong_mean_is_judged_by_its_residual_and_no_variance_is_better_than_that_of_it()
    {
        // ε_θ = 0 on N(0, v): the residual is E ε² = 1, so that the best variance of the step x/a is E(x_to − x_from/a)².
        var process = new VariancePreserving(new LinearSchedule());
        var blind = new Blind();
        TimeGrid grid = Grids.Uniform(8);
        double sum = 0;
        for (int i = 0; i < grid.Steps - 1; i++)
        {
            var step = new GridStep(i, 8, process.At(grid.Times[i]), process.At(grid.Times[i + 1]), 0);
            double best = step.TransitionVariance / (step.TransitionScale * step.TransitionScale);
            Near.Relative(best, new ResidualVariance(blind).At(in step), 1e-12);
            double ratio = best / step.PosteriorVariance;
            sum += 3 * 0.5 * (ratio - 1 - Math.Log(ratio));
        }

        Near.Relative(sum, PathDivergence.OverOptimal(process, grid, blind, 3, new PosteriorVariance()), 1e-9);
        Assert.Equal(0, PathDivergence.OverOptimal(process, grid, blind, 3, new ResidualVariance(blind)));
        Assert.True(PathDivergence.OverOptimal(process, grid, blind, 3, new AnalyticVariance(blind)) > 0.9 * sum);
    }

    private sealed class Blind : INoiseMoment
    {
        public double At(NoiseLevel level) => 1;

        public double ResidualAt(NoiseLevel level) => 1;
    }

    // Σ_i KL(true reverse kernel ‖ model kernel): the means agree for an exact score, so only the variances count.
    private static double Divergence(int n, ReverseKernel kernel, int from)
    {
        DdpmChain chain = DdpmChain.FromSchedule(new LinearSchedule(), n);
        double sum = 0;
        for (int i = from; i <= n; i++)
        {
            double noise = chain.NoiseVariance(i);
            double moment = noise / ((chain.AlphaBar(i) * Variance) + noise);
            var truth = new NormalLaw(0, chain.ReverseVariance(i, ReverseKernel.Optimal, moment));
            sum += truth.KullbackLeibler(new NormalLaw(0, chain.ReverseVariance(i, kernel)));
        }

        return sum;
    }
}

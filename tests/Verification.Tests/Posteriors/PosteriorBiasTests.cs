using ScoreSde.Inverse;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Posteriors;

namespace ScoreSde.Tests.Posteriors;

/// <summary>The benchmark tells right methods from biased ones, and its exact figures are those of samples.</summary>
[Trait("Category", "Once")]
public sealed class PosteriorBiasTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());
    private static readonly TimeGrid Grid = Grids.Quadratic(60);

    [Fact]
    public void On_gaussian_data_moment_matching_is_the_exact_likelihood_and_both_are_the_posterior()
    {
        foreach (PosteriorCase problem in PosteriorCase.All.Take(2))
        {
            PosteriorBias exact = Measure("exact likelihood", problem);
            PosteriorBias matched = Measure("mmps", problem);
            Assert.Equal(0, exact.Samples);
            Assert.InRange(exact.Mean, 0, 0.01);
            Assert.InRange(exact.Covariance, 0, 0.01);
            Assert.Equal(exact.Mean, matched.Mean, 1e-7);
            Assert.Equal(exact.Covariance, matched.Covariance, 1e-7);
        }
    }

    [Theory]
    [InlineData("pigdm")]
    [InlineData("dps-likelihood")]
    [InlineData("ddrm")]
    [InlineData("replacement")]
    public void On_correlated_data_the_other_methods_are_biased_far_beyond_the_solver(string method)
    {
        PosteriorBias bias = Measure(method, PosteriorCase.All[0]);
        Assert.InRange(bias.Mean, 0.1, 1);
        Assert.InRange(bias.Covariance, 0.03, 1);
    }

    [Fact]
    public void More_langevin_steps_bring_snips_nearer_to_the_posterior()
    {
        PosteriorCase problem = PosteriorCase.All[0];
        PosteriorBias Bias(ISolver solver) => PosteriorBias.Measure(
            new PosteriorMethod("any", static known => known.Prior.Score<double>(), _ => solver), problem, Process, Grids.Quadratic(20), samples: 1, seed: 1);
        PosteriorBias few = Bias(new Snips(problem.Measurement));
        PosteriorBias many = Bias(new Snips(problem.Measurement, Corrections: 20));
        Assert.InRange(many.Mean, 0, 0.6 * few.Mean);
        Assert.InRange(many.Covariance, 0, 0.8 * few.Covariance);
    }

    [Fact]
    public void Exact_figures_are_what_samples_show()
    {
        PosteriorCase problem = PosteriorCase.All[0];
        PosteriorMethod ddrm = PosteriorMethod.All.Single(method => method.Name == "ddrm");
        PosteriorBias exact = Measure("ddrm", problem);
        PosteriorBias sampled = PosteriorBias.Measure(ddrm with { IsAffine = false }, problem, Process, Grid, 20_000, seed: 5);
        Assert.Equal(exact.Evaluations, sampled.Evaluations);

        // Means of 20,000 samples: 5 standard errors, α < 1e-5 for each of 4 coordinates. Variances are off by √(2/20,000) = 1 % each.
        Assert.Equal(exact.Mean, sampled.Mean, 5 * sampled.StandardError);
        Assert.Equal(exact.Spread, sampled.Spread, 0.05 * exact.Spread);
    }

    [Fact]
    public void Draws_from_the_posterior_are_near_it_by_their_standard_error()
    {
        foreach (PosteriorCase problem in PosteriorCase.All)
        {
            PosteriorBias floor = PosteriorBias.Floor(problem, Process, 20_000, seed: 5);
            Assert.InRange(floor.Mean, 0, 5.5 * floor.StandardError);
            Assert.Equal(1, floor.Spread, 0.05);
        }
    }

    private static PosteriorBias Measure(string method, PosteriorCase problem) => PosteriorBias.Measure(
        PosteriorMethod.All.Single(candidate => candidate.Name == method), problem, Process, Grid, 1000, seed: 1, new SamplerOptions { Threads = 1 });
}

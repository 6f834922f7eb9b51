using ScoreSde.Discrete;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Scores;

/// <summary>The moment by quadrature, and what an estimated one may do to a variance.</summary>
public sealed class MixtureNoiseMomentTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());

    [Fact]
    public void The_moment_of_one_Gaussian_is_that_of_its_closed_form()
    {
        var data = Gaussian.WithCovariance([1, -1], new[,] { { 2, 1.2 }, { 1.2, 1 } });
        var summed = new MixtureNoiseMoment(new GaussianMixture([data, data], [0.3, 0.7]));
        foreach (double t in new[] { 1e-3, 0.1, 0.5, 1 })
        {
            NoiseLevel level = Process.At(t);
            Near.Absolute(new GaussianNoiseMoment(data).At(level), summed.At(level), 1e-12, $"t = {t}");
        }
    }

    [Fact]
    public void The_costs_of_both_variances_on_the_ring_are_those_of_an_independent_quadrature()
    {
        var moment = new MixtureNoiseMoment(GaussianMixture.Ring());
        foreach ((int steps, double beta, double posterior) in new[] { (5, 0.663, 2.84), (10, 0.289, 1.38), (50, 0.125, 1.29) })
        {
            TimeGrid grid = IndexGrids.ToTimeGrid(DdpmChain.Linear(), IndexGrids.Trailing(1000, steps), "trailing");
            Near.Relative(beta, PathDivergence.OverOptimal(Process, grid, moment, 2, new ForwardVariance()), 5e-3);
            Near.Relative(posterior, PathDivergence.OverOptimal(Process, grid, moment, 2, new PosteriorVariance()), 5e-3);
        }
    }

    [Fact]
    public void An_estimated_moment_stays_between_the_two_variances()
    {
        var data = new float[64];
        var space = new TileSpace<float>(data.Length, 1);
        Tile<float> x = space.Allocate();
        space.FillNormal(x, 2, new NoiseKey(3, 0, NoisePurpose.Prior));
        x.Values.CopyTo(data);
        var moment = new EstimatedNoiseMoment<float>(GaussianMixture.Of(Gaussian.Isotropic([0], 4)).Score<float>(), data, seed: 0);
        foreach (double from in new[] { 1, 0.7, 0.3, 0.05 })
        {
            var step = new GridStep(0, 2, Process.At(from), Process.At(from / 2), 0);
            Assert.True(moment.ErrorAt(step.From) > 0);
            Assert.InRange(new AnalyticVariance(moment).At(in step), step.PosteriorVariance, step.TransitionVariance);
        }
    }

    [Fact]
    public void A_first_step_over_most_of_the_noise_keeps_the_variance_of_Gaussian_data()
    {
        // The optimal variance is exact in one dimension, so the law is, however long the steps; the step to t = 0 adds no noise.
        var data = new NormalLaw(0.5, 2.8);
        var solver = new Ancestral(new AnalyticVariance(new GaussianNoiseMoment(Gaussian.Isotropic([0.5], 2.8))));
        TimeGrid grid = new("two steps", 1, 0.5, 0.01);
        NormalLaw end = ExactMoments.Map(solver, Process, data, grid).Push(data.At(Process.At(1)));
        Near.Relative(data.At(Process.At(0.01)).Variance, end.Variance, 1e-9);
    }
}

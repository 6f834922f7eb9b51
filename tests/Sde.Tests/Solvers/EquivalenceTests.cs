using FsCheck.Fluent;
using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Solvers;

/// <summary>
/// Methods that are one method under two names agree for any smooth ε on any grid, not only for exact scores.
/// </summary>
public sealed class EquivalenceTests
{
    private const double LowestTime = 0.02;

    [Fact]
    public void Ddim_without_noise_is_euler_in_the_noise_ratio_of_karras()
    {
        Law.Holds(RandomProcesses.Any, SmoothNoise.OfDimension(3), Grids(), static (process, score, grid) =>
            TileRun.AssertSame(
                TileRun.Values(new EdmEuler(), process, score, grid), TileRun.Values(new Ddim(), process, score, grid), 1e-11));
    }

    [Fact]
    public void Ddim_with_eta_one_is_ddpm_with_the_posterior_variance()
    {
        Law.Holds(RandomProcesses.Any, SmoothNoise.OfDimension(3), Grids(), static (process, score, grid) =>
            TileRun.AssertSame(
                TileRun.Values(new Ancestral(new PosteriorVariance()), process, score, grid),
                TileRun.Values(new Ddim(Eta: 1), process, score, grid)));
    }

    [Fact]
    public void Ddim_is_the_formula_of_its_paper()
    {
        Law.Holds(RandomProcesses.Preserving, SmoothNoise.OfDimension(3), Grids(), static (process, score, grid) =>
        {
            foreach (double eta in new[] { 0, 0.3, 1 })
            {
                // The printed form subtracts ᾱ from 1, which costs it digits at short steps.
                TileRun.AssertSame(
                    TileRun.Values(new PaperDdim(eta), process, score, grid),
                    TileRun.Values(new Ddim(eta), process, score, grid),
                    1e-7);
            }
        });
    }

    [Fact]
    public void Heun_takes_the_ddim_step_to_time_zero()
    {
        Law.Holds(RandomProcesses.Any, SmoothNoise.OfDimension(3), Reals.Between(LowestTime, 1), static (process, score, start) =>
        {
            var grid = new TimeGrid("to zero", start, 0);
            double[] expected = TileRun.Values(new Ddim(), process, score, grid);
            Assert.Equal(expected, TileRun.Values(new Heun(), process, score, grid));
            Assert.Equal(expected, TileRun.Values(new HeunInTime(), process, score, grid));
        });
    }

    [Fact]
    public void Churn_of_nothing_is_heun_bit_for_bit()
    {
        Law.Holds(RandomProcesses.Any, SmoothNoise.OfDimension(3), Grids(), static (process, score, grid) =>
            Assert.Equal(
                TileRun.Values(new Heun(), process, score, grid),
                TileRun.Values(new Heun(new Churn(0)), process, score, grid)));
    }

    [Fact]
    public void A_corrector_of_vanishing_size_leaves_its_predictor()
    {
        Law.Holds(RandomProcesses.Any, SmoothNoise.OfDimension(3), Grids(), static (process, score, grid) =>
        {
            foreach (ICorrector corrector in new ICorrector[] { new AnnealedLangevin(1e-13), new SignalToNoiseLangevin(1e-13) })
            {
                TileRun.AssertSame(
                    TileRun.Values(new ReverseDiffusion(), process, score, grid),
                    TileRun.Values(new PredictorCorrector(new ReverseDiffusion(), corrector, 2), process, score, grid),
                    1e-9);
            }
        }, cases: 50);
    }

    [Fact]
    public void Ancestral_steps_on_the_indices_of_a_chain_are_the_chain_s_reverse_kernels()
    {
        Law.Holds(SmoothNoise.OfDimension(2), Reals.LogBetween(1e-4, 0.05), Reals.LogBetween(0.06, 0.4), static (score, first, last) =>
        {
            DdpmChain chain = DdpmChain.Linear(12, first, last);
            var process = new VariancePreserving(chain.ToSchedule());
            TimeGrid grid = IndexGrids.ToTimeGrid(chain, IndexGrids.Trailing(12, 12), "all");
            (ReverseKernel Kernel, ISolver Solver)[] pairs =
            [
                (ReverseKernel.Beta, new Ancestral(new ForwardVariance())),
                (ReverseKernel.PosteriorBeta, new Ancestral(new PosteriorVariance())),
            ];
            foreach ((ReverseKernel kernel, ISolver solver) in pairs)
            {
                TileRun.AssertSame(
                    TileRun.Values(new ChainSampler(chain, kernel), process, score, grid),
                    TileRun.Values(solver, process, score, grid),
                    1e-11);
            }
        }, cases: 50);
    }

    [Fact]
    public void Solvers_that_hold_epsilon_constant_see_the_noise_ratios_of_a_grid_only()
    {
        // Two clocks, the same λ at every node: x/α runs alike for DDIM, and not for Heun in t.
        Law.Holds(RandomProcesses.Preserving, Grids(), static (process, grid) =>
        {
            var other = new VariancePreserving(new ScoreSde.Schedules.LinearSchedule(3, 40));
            double[] times = [.. grid.Times.ToArray().Select(t => other.AtLambda(process.At(t).Lambda).Time)];
            var twin = new TimeGrid("twin", times);
            var score = new NoiseOfState(3);
            TileRun.AssertSame(
                TileRun.Values(new Ddim(), process, score, grid), TileRun.Values(new Ddim(), other, score, twin), 1e-10);
            TileRun.AssertSame(
                TileRun.Values(new Heun(), process, score, grid), TileRun.Values(new Heun(), other, score, twin), 1e-10);
        }, cases: 50);
    }

    private static FsCheck.Arbitrary<TimeGrid> Grids() => RandomGrids.Between(LowestTime, 12);
}

using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Solvers;

/// <summary>Cases in which a method is exact on any grid, and those in which it must not be.</summary>
public sealed class ExactnessTests
{
    private const double Rounding = 1e-10;

    private static readonly FsCheck.Arbitrary<TimeGrid> Grids = RandomGrids.Between(0.02, 12);

    [Fact]
    public void Methods_that_hold_x0_or_epsilon_follow_a_point_of_data_exactly()
    {
        Law.Holds(RandomProcesses.Any, Grids, Reals.Between(-2, 2), static (process, grid, point) =>
        {
            var data = new NormalLaw(point, 0);
            NoiseLevel from = process.At(grid.Times[0]);
            NoiseLevel to = process.At(grid.Times[^1]);
            foreach (ISolver solver in new ISolver[] { new Ddim(), new Heun() })
            {
                AffineMap map = ExactMoments.Map(solver, process, data, grid);
                Near.Relative(to.Deviation / from.Deviation, map.Slope, Rounding);
                NormalLaw end = map.Push(data.At(from));
                Near.Absolute(to.MeanScale * point, end.Mean, Rounding);
            }
        });
    }

    [Fact]
    public void Heun_in_time_is_not_exact_for_a_point_of_data()
    {
        SolverCase known = SolverCase.Named("vp linear");
        AffineMap map = ExactMoments.Map(new HeunInTime(), known.Process, new NormalLaw(1, 0), known.Uniform(3));
        double exact = known.Process.At(known.End).Deviation / known.Process.At(known.Start).Deviation;
        Assert.True(Math.Abs(map.Slope - exact) > 0.1);
    }

    [Fact]
    public void The_posterior_variance_keeps_the_law_of_a_point_of_data_exactly()
    {
        Law.Holds(RandomProcesses.Any, Grids, Reals.Between(-2, 2), static (process, grid, point) =>
        {
            foreach (ISolver solver in new ISolver[] { new Ancestral(new PosteriorVariance()), new Ddim(0.4), new Ddim(1) })
            {
                AssertLaw(solver, process, new NormalLaw(point, 0), grid);
            }
        });
    }

    [Fact]
    public void The_forward_variance_keeps_the_law_of_standard_normal_data_exactly()
    {
        Law.Holds(RandomProcesses.Preserving, Grids, static (process, grid) =>
            AssertLaw(new Ancestral(new ForwardVariance()), process, new NormalLaw(0, 1), grid));
    }

    [Fact]
    public void The_optimal_variance_keeps_the_law_of_any_gaussian_data_exactly()
    {
        Law.Holds(RandomProcesses.Any, Grids, Reals.LogBetween(0.01, 4), static (process, grid, variance) =>
        {
            var moment = new GaussianNoiseMoment(Gaussian.Isotropic([0.3], variance));
            AssertLaw(new Ancestral(new AnalyticVariance(moment)), process, new NormalLaw(0.3, variance), grid);
        });
    }

    [Fact]
    public void The_forward_variance_is_too_wide_and_the_posterior_variance_too_narrow_for_narrow_data()
    {
        Law.Holds(RandomProcesses.Preserving, Reals.LogBetween(0.01, 0.8), static (process, variance) =>
        {
            var data = new NormalLaw(0, variance);
            var grid = new TimeGrid("coarse", 0.8, 0.5, 0.2);
            NormalLaw exact = data.At(process.At(0.2));
            NormalLaw End(IReverseVariance choice) =>
                ExactMoments.Map(new Ancestral(choice), process, data, grid).Push(data.At(process.At(0.8)));
            Assert.True(End(new ForwardVariance()).Variance > exact.Variance);
            Assert.True(End(new PosteriorVariance()).Variance < exact.Variance);
        });
    }

    [Fact]
    public void Ancestral_means_are_the_exact_conditional_means_so_a_wrong_prior_shrinks_as_in_the_exact_reverse_process()
    {
        Law.Holds(RandomProcesses.Any, Grids, Reals.LogBetween(0.01, 4), static (process, grid, variance) =>
        {
            var data = new NormalLaw(0.4, variance);
            var exact = new ReverseSolution(new ReverseProcess(process, 1), data);
            (double slope, double shift, _) = exact.Transition(process.At(grid.Times[^1]), process.At(grid.Times[0]));
            AffineMap map = ExactMoments.Map(new Ancestral(new ForwardVariance()), process, data, grid);
            Near.Relative(slope, map.Slope, Rounding);
            Near.Absolute(shift, map.Shift, Rounding);
        });
    }

    [Fact]
    public void A_wrong_prior_is_kept_by_the_flow_and_forgotten_by_the_sde()
    {
        // Relative error of the variance at t over that at T: Φ² v_T/v_t; 3.973115e-6 for deviation 0.3 and t = 0.01.
        var process = new VariancePreserving(new ScoreSde.Schedules.LinearSchedule());
        var data = new NormalLaw(0, 0.09);
        var grid = ScoreSde.TimeGrids.Grids.Uniform(2000, 0.01);
        double ratio = data.At(process.At(1)).Variance / data.At(process.At(0.01)).Variance;
        double Factor(ISolver solver)
        {
            double slope = ExactMoments.Map(solver, process, data, grid).Slope;
            return slope * slope * ratio;
        }

        Near.Relative(3.973115e-6, Factor(new Ancestral(new PosteriorVariance())), 2e-7);
        Near.Relative(1, Factor(new Heun()), 1e-4);
        Near.Relative(3.973115e-6, Factor(new EulerMaruyama()), 0.05);
        Near.Relative(1, Factor(new EulerMaruyama(NoiseRate: 0)), 0.05);
    }

    [Fact]
    public void A_last_step_to_time_zero_adds_no_noise_and_ends_in_the_point_of_data()
    {
        Law.Holds(RandomProcesses.Any, Reals.Between(0.02, 1), Reals.Between(-2, 2), static (process, start, point) =>
        {
            var grid = new TimeGrid("to zero", start, 0);
            ISolver[] exact = [new Ddim(), new Ddim(1), new Heun(), new HeunInTime(), new Ancestral(new ForwardVariance())];
            foreach (ISolver solver in exact)
            {
                AffineMap map = ExactMoments.Map(solver, process, new NormalLaw(point, 0), grid);
                // Both parts are differences of terms of size 1/α.
                double roundings = 1e-14 / process.At(start).MeanScale;
                Near.Absolute(0, map.Slope, roundings);
                Near.Absolute(point, map.Shift, roundings);
                Assert.Empty(map.Noise);
            }

            Assert.Empty(ExactMoments.Map(new ReverseDiffusion(), process, new NormalLaw(point, 0), grid).Noise);
        });
    }

    [Fact]
    public void The_step_to_time_zero_gives_the_exact_mean_of_the_data_given_the_state()
    {
        // E[x₀ | x] = m + α v/(α² v + σ²) (x − α m).
        Law.Holds(RandomProcesses.Any, Reals.Between(0.02, 1), Reals.LogBetween(0.01, 4), static (process, start, variance) =>
        {
            NoiseLevel level = process.At(start);
            double gain = level.MeanScale * variance / ((level.MeanScale * level.MeanScale * variance) + level.Variance);
            AffineMap map = ExactMoments.Map(new Ddim(), process, new NormalLaw(0.5, variance), new TimeGrid("to zero", start, 0));
            Near.Absolute(gain, map.Slope, Rounding * Math.Max(1, 1 / level.MeanScale));
            Near.Absolute(0.5 * (1 - (gain * level.MeanScale)), map.Shift, Rounding);
        });
    }

    [Fact]
    public void Every_noise_of_a_run_has_a_name_of_its_own()
    {
        foreach (ISolver solver in (ISolver[])
            [.. KnownSolvers.All.Where(static s => s is not (PredictorCorrector { Corrector: SignalToNoiseLangevin } or CorrectorOnly { Corrector: SignalToNoiseLangevin })),
             new PredictorCorrector(new EulerMaruyama(), new AnnealedLangevin(), CorrectorSteps: 3)])
        {
            SolverCase known = SolverCase.Named("vp linear");
            TimeGrid grid = known.Uniform(6);
            AffineMap map = ExactMoments.Map(solver, known.Process, SolverCase.Data, grid);
            int perStep = solver switch
            {
                PredictorCorrector pc => 1 + pc.CorrectorSteps,
                CorrectorOnly alone => alone.StepsPerLevel,
                _ when !solver.Facts.IsStochastic => 0,
                DpmSolverPlusPlusSde or Seeds2 or StochasticRungeKutta => 2,
                Seeds3 => 3,
                _ => 1,
            };

            // Churn has nothing to add at the highest level and outside its range.
            int expected = solver is Heun { Churn: not null } ? 5 : solver is Restart restart ? restart.Repeats : 6 * perStep;
            Assert.Equal(expected, map.Noise.Count);
            Assert.All(map.Noise.Keys, static key => Assert.NotEqual(NoisePurpose.Prior, key.Purpose));
        }
    }

    private static void AssertLaw(ISolver solver, IDiffusionProcess process, NormalLaw data, TimeGrid grid)
    {
        NormalLaw expected = data.At(process.At(grid.Times[^1]));
        NormalLaw end = ExactMoments.Map(solver, process, data, grid).Push(data.At(process.At(grid.Times[0])));
        Near.Absolute(expected.Mean, end.Mean, Rounding, $"{solver.Facts.Name} mean");
        Near.Relative(expected.Variance, end.Variance, Rounding, $"{solver.Facts.Name} variance");
    }
}

using FsCheck;
using FsCheck.Fluent;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Conformance;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Solvers;

/// <summary>What the stochastic solvers of higher order have in common with their deterministic twins, and their noise.</summary>
public sealed class StochasticSolverTests
{
    private static readonly Arbitrary<TimeGrid> Grids = RandomGrids.Between(0.02, 12);

    public static TheoryData<string, string> SeveralNoises
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string problem in new[] { "vp linear", "subvp linear", "ve geometric" })
            {
                foreach (string name in new[] { "sra1", "shark", "dpmpp-sde", "seeds-2", "seeds-3" })
                {
                    data.Add(name, problem);
                }
            }

            return data;
        }
    }

    [Fact]
    public void The_first_order_method_is_ddim_with_eta_one_and_ddpm_with_the_posterior_variance()
    {
        Law.Holds(RandomProcesses.Any, SmoothNoise.OfDimension(3), Grids, static (process, score, grid) =>
        {
            double[] expected = TileRun.Values(new Ddim(Eta: 1), process, score, grid);
            TileRun.AssertSame(expected, TileRun.Values(new SdeDpmSolverPlusPlus(1), process, score, grid), 1e-11);
            TileRun.AssertSame(expected, TileRun.Values(new Ancestral(new PosteriorVariance()), process, score, grid), 1e-11);
        });
    }

    [Fact]
    public void A_noise_rate_of_zero_gives_the_deterministic_method()
    {
        (ISolver Noiseless, ISolver Deterministic)[] pairs =
        [
            (new SdeDpmSolverPlusPlus(1, 0), new Ddim()),
            (new DpmSolverPlusPlusSde(0), new DpmSolverPlusPlus2S()),
            (new DpmSolverPlusPlus2SAncestral(0), new DpmSolverPlusPlus2S()),
            (new StochasticHeun(0), new HeunInTime()),
        ];
        Law.Holds(RandomProcesses.Any, SmoothNoise.OfDimension(3), Grids, (process, score, grid) =>
        {
            foreach ((ISolver noiseless, ISolver deterministic) in pairs)
            {
                TileRun.AssertSame(
                    TileRun.Values(deterministic, process, score, grid), TileRun.Values(noiseless, process, score, grid), 1e-11);
            }
        });
        foreach (SolverCase known in SolverCase.All)
        {
            var score = new SmoothNoise((0.5, 0.3, 0.2, 1, 0.1), 3);
            TileRun.AssertSame(
                TileRun.Values(new DpmSolverPlusPlus2M(), known.Process, score, known.Uniform(9)),
                TileRun.Values(new SdeDpmSolverPlusPlus(2, 0), known.Process, score, known.Uniform(9)));
        }
    }

    [Fact]
    public void Methods_that_hold_x0_have_the_exact_law_of_a_point_of_data_on_any_grid()
    {
        ISolver[] exact =
        [
            new SdeDpmSolverPlusPlus(1), new SdeDpmSolverPlusPlus(1, 0.3), new DpmSolverPlusPlusSde(), new DpmSolverPlusPlusSde(2),
            new DpmSolverPlusPlus2SAncestral(), new DpmSolverPlusPlus2SAncestral(0.4),
        ];
        Law.Holds(RandomProcesses.Any, Grids, Reals.Between(-2, 2), (process, grid, point) =>
        {
            var data = new NormalLaw(point, 0);
            NormalLaw expected = data.At(process.At(grid.Times[^1]));
            foreach (ISolver solver in exact)
            {
                NormalLaw end = ExactMoments.Map(solver, process, data, grid).Push(data.At(process.At(grid.Times[0])));
                Near.Absolute(expected.Mean, end.Mean, 1e-10, solver.Facts.Name);
                Near.Relative(expected.Variance, end.Variance, 1e-10, solver.Facts.Name);
            }
        });
    }

    [Fact]
    public void Only_the_noise_ratios_of_a_grid_count_for_methods_in_lambda()
    {
        ISolver[] inLambda = [new SdeDpmSolverPlusPlus(1), new DpmSolverPlusPlusSde(), new DpmSolverPlusPlus2SAncestral(), new Seeds2()];
        Law.Holds(RandomProcesses.Preserving, Grids, (process, grid) =>
        {
            var other = new VariancePreserving(new LinearSchedule(3, 40));
            var twin = new TimeGrid("twin", [.. grid.Times.ToArray().Select(t => other.AtLambda(process.At(t).Lambda).Time)]);
            foreach (ISolver solver in inLambda)
            {
                double[] expected = TileRun.Values(solver, process, new NoiseOfState(3), grid);
                TileRun.AssertSame(expected, TileRun.Values(solver, other, new NoiseOfState(3), twin), 1e-9);
            }
        }, cases: 30);
    }

    [Theory]
    [Trait("Category", "Once")]
    [MemberData(nameof(SeveralNoises))]
    public void Methods_with_several_noises_a_step_follow_the_exact_path_of_gaussian_data(string name, string problem)
    {
        // Where the drift is linear, as here, the methods with an area are of strong order 2, half an order above their claim.
        ISolver solver = KnownSolvers.All.Single(known => known.Facts.Name == name);
        SolverCase known = SolverCase.Named(problem);
        bool area = solver is StochasticRungeKutta;
        OrderFit fit = OrderFit.Measure(
            n => StrongError.Measure(
                solver, known.Process, SolverCase.Data, known.Uniform(n), PathNoise.For(solver.Facts)),
            coarsest: 64,
            finest: 2048,
            tolerance: 0.05);
        Near.Absolute(area ? 2 : 1, fit.Order, 0.05, name);
    }

    [Fact]
    public void The_area_counts_with_the_sign_of_the_direction_of_sampling()
    {
        SolverCase known = SolverCase.Named("vp linear");
        var reversed = new PathNoise("reversed area", static (process, from, to) =>
        {
            IReadOnlyList<WienerIntegral> parts = PathNoise.IncrementAndArea.Of(process, from, to);
            return [parts[0], parts[1] with { Weight = time => -parts[1].Weight(time) }];
        });
        foreach (AreaTableau tableau in new[] { AreaTableau.Sra1, AreaTableau.Shark })
        {
            var solver = new StochasticRungeKutta(tableau);
            double right = StrongError.Measure(solver, known.Process, SolverCase.Data, known.Uniform(128), PathNoise.IncrementAndArea);
            double wrong = StrongError.Measure(solver, known.Process, SolverCase.Data, known.Uniform(128), reversed);
            Assert.True(wrong > 10 * right, $"{tableau.Name}: {wrong:G3} against {right:G3}");
        }
    }

    [Fact]
    public void A_step_draws_its_noises_under_names_of_their_own_and_none_on_the_way_to_zero()
    {
        SolverCase known = SolverCase.Named("vp linear");
        var grid = new TimeGrid("to zero", 0.6, 0.3, 0);
        foreach (ISolver solver in KnownSolvers.All.Where(static s => s is DpmSolverPlusPlusSde or Seeds2 or StochasticRungeKutta))
        {
            AffineMap map = ExactMoments.Map(solver, known.Process, SolverCase.Data, grid);
            Assert.Equal(
                [new NoiseKey(0, 0, NoisePurpose.Step), new NoiseKey(0, 1, NoisePurpose.Step)],
                map.Noise.Keys.OrderBy(static key => key.Interval));
        }
    }

    [Fact]
    public void A_step_with_an_area_carries_its_two_noises_as_printed()
    {
        // W = √δ z₀ and H = √(δ/12) z₁ of a linear drift L x: which end's g a stage takes is no matter of order.
        SolverCase known = SolverCase.Named("ve geometric");
        var reverse = new ReverseProcess(known.Process, 1);
        NoiseLevel from = known.Process.At(0.8);
        NoiseLevel to = known.Process.At(0.7);
        double delta = 0.8 - to.Time;
        double L(double t)
        {
            NoiseLevel level = known.Process.At(t);
            double v = (level.MeanScale * level.MeanScale * SolverCase.Data.Variance) + level.Variance;
            return -reverse.StateRate(level) - (reverse.EpsilonRate(level) * level.Deviation / v);
        }

        double gs = Math.Sqrt(reverse.NoiseVarianceRate(from));
        double gt = Math.Sqrt(reverse.NoiseVarianceRate(to));
        double sra = delta * 2 / 3 * L(0.8 - (0.75 * delta));
        AssertNoise(AreaTableau.Sra1, ((gs + gt) / 2) + (sra * 0.75 * gt), gs - gt + (sra * 1.5 * gt));
        double shark = delta * 3 / 5 * L(0.8 - (5 * delta / 6));
        double first = delta * L(0.8) * gs;
        AssertNoise(
            AreaTableau.Shark,
            ((gs + gt) / 2) + (shark * 5 / 6 * gs),
            gs - gt + (0.4 * first) + (shark * ((5.0 / 6 * first) + gs)));

        void AssertNoise(AreaTableau tableau, double increment, double area)
        {
            AffineMap map = ExactMoments.Map(
                new StochasticRungeKutta(tableau), known.Process, SolverCase.Data, new TimeGrid("one step", 0.8, 0.7));
            Near.Relative(increment * Math.Sqrt(delta), map.Noise[new NoiseKey(0, 0, NoisePurpose.Step)], 1e-11, tableau.Name);
            Near.Relative(area * Math.Sqrt(delta / 12), map.Noise[new NoiseKey(0, 1, NoisePurpose.Step)], 1e-11, tableau.Name);
        }
    }

    [Fact]
    public void A_noise_rate_of_zero_asks_for_no_random_numbers()
    {
        SolverCase known = SolverCase.Named("vp linear");
        ISolver[] noiseless = [new EulerMaruyama(0), new Ddim(0), new DpmSolverPlusPlus2SAncestral(0), new Heun(new Churn(0))];
        Assert.All(noiseless, solver =>
            Assert.Empty(ExactMoments.Map(solver, known.Process, SolverCase.Data, known.Uniform(4)).Noise));
    }

    [Fact]
    public void Settings_that_make_no_method_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new SdeDpmSolverPlusPlus(4));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new SaSolver(4));
        Assert.Throws<ArgumentException>(static () => new Restart(new EulerMaruyama()));
        Assert.Throws<ArgumentException>(static () => new Restart(new DpmSolverFast()));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Restart(new Heun(), Lowest: 0.3, Highest: 0.3));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new NoiseRate(1, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new NoiseRate(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new SdeDpmSolverPlusPlus(2, -1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new DpmSolverPlusPlusSde(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new DpmSolverPlusPlus2SAncestral(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new UniPc(4));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new UniPc(0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new DeisAdams(0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new DeisAdams(4));
        Assert.Throws<ArgumentException>(static () => new ButcherTableau("bad", "bad", 1, "0000", [[]], [0.9]));
        Assert.Throws<ArgumentException>(static () => new ButcherTableau("bad", "bad", 1, "0000", [[], []], [0.5, 0.5]));
        Assert.Throws<ArgumentException>(static () => new ButcherTableau("bad", "bad", 1, "0000", [[], [1]], [1]));
    }
}

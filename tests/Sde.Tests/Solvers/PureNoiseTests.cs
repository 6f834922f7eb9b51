using ScoreSde.Discrete;
using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Paths;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Solvers;

/// <summary>Steps from α = 0, where λ = −∞ and ε says nothing of the data.</summary>
public sealed class PureNoiseTests
{
    private static readonly NormalLaw Data = new(0.8, 0.3);

    private static readonly GaussianMixture Mixture = new([Gaussian.Isotropic([-1, 0, 2], 0.04), Gaussian.Isotropic([0.8, 1, 0], 0.16)], [0.3, 0.7]);

    private static IReadOnlyList<IDiffusionProcess> Processes { get; } =
    [
        new RectifiedFlow(),
        new VariancePreserving(DdpmChain.Linear(50, 1e-3, 0.3).ToSchedule().ToZeroTerminalSnr()),
        new VariancePreserving(new StraightSchedule()),
        new RectifiedFlow(DdpmChain.Linear(50, 1e-3, 0.3).ToSchedule().ToZeroTerminalSnr()),
    ];

    public static TheoryData<string> Names => [.. KnownSolvers.All.Select(static solver => solver.Facts.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_solver_starts_there_with_as_many_evaluations_as_elsewhere(string name)
    {
        ISolver solver = Named(name);
        foreach (IDiffusionProcess process in Processes)
        {
            for (int steps = 3; steps < 9; steps++)
            {
                SampleSet<double> run = Sampler.Sample(process, Mixture.Score<double>(), solver, Grids.Uniform(steps), 5, 3);
                Assert.All(run.Values, static value => Assert.True(double.IsFinite(value)));
                Assert.Equal(solver.Facts.Evaluations(steps, endsAtZero: true), run.Evaluations);
            }
        }
    }

    [Fact]
    public void One_step_from_there_to_the_data_is_the_mean_of_the_data()
    {
        foreach (IDiffusionProcess process in Processes)
        {
            SampleSet<double> run = Sampler.Sample(process, Mixture.Score<double>(), new Heun(), Grids.Uniform(1), 1, 3);
            Assert.Equal(Mixture.Mean, run.Values);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    public void The_first_step_has_an_error_of_the_order_of_its_stages(int stages, double order)
    {
        // Gaussian data: the exact flow from α = 0 takes z to α m + √(α² v + σ²) z.
        ISolver solver = KnownSolvers.All.First(known => !known.Facts.IsStochastic && known.Facts.EvaluationsPerStep == stages && known.Facts.Counting is null);
        foreach (IDiffusionProcess process in Processes)
        {
            double Error(double q)
            {
                NoiseLevel to = process.AtLambda(Math.Log(q));
                AffineMap map = ExactMoments.Map(solver, process, Data, new TimeGrid("one step", 1, to.Time));
                NormalLaw exact = Data.At(to);
                return Math.Abs(map.Slope - Math.Sqrt(exact.Variance)) + Math.Abs(map.Shift - exact.Mean);
            }

            // The error of a step is of one order more; that of an odd one vanishes for Gaussian data in q, an even function of it.
            double expected = order % 2 == 0 ? order + 2 : order + 1;
            Near.Absolute(expected, Math.Log2(Error(0.2) / Error(0.1)), 0.35, $"{process.Name} {process.Schedule.Name}");
        }
    }

    [Fact]
    public void DPM_Solver_v3_goes_from_there_to_the_data_at_once_for_data_of_its_deviation()
    {
        foreach (IDiffusionProcess process in Processes)
        {
            foreach (TimeGrid grid in new[] { Grids.Uniform(1), Grids.Uniform(5), new TimeGrid("part", 1, 0.4) })
            {
                AffineMap map = ExactMoments.Map(new DpmSolverV3(3, 0.6), process, new NormalLaw(0, 0.36), grid);
                NoiseLevel end = process.At(grid.Times[^1]);
                Near.Relative(Math.Sqrt((0.36 * end.MeanScale * end.MeanScale) + end.Variance), Math.Abs(map.Slope), 1e-12, process.Name);
                Near.Absolute(0, map.Shift, 1e-12);
            }
        }
    }

    [Fact]
    public void Langevin_dynamics_takes_noise_from_there_as_noise_to_the_next_level_however_many_steps_it_takes_there()
    {
        foreach (IDiffusionProcess process in Processes)
        {
            NoiseLevel to = process.At(0.7);
            AffineMap map = ExactMoments.Map(new CorrectorOnly(new AnnealedLangevin(0.3), 7), process, new NormalLaw(0, 1), new TimeGrid("one step", 1, 0.7));
            double v = (to.MeanScale * to.MeanScale) + to.Variance;
            Near.Relative(Math.Pow(1 - (0.18 * to.Variance / v), 7) * to.Deviation, map.Slope, 1e-12);
            SampleSet<double> run = Sampler.Sample(process, Mixture.Score<double>(), new CorrectorOnly(new AnnealedLangevin(), 7), Grids.Uniform(3), 2, 3);
            Assert.Equal(15, run.Evaluations);
        }
    }

    [Fact]
    public void On_a_straight_path_DDIM_is_Euler_s_method_to_rounding()
    {
        var process = new RectifiedFlow();
        foreach (TimeGrid grid in new[] { Grids.Uniform(7), Grids.Quadratic(5), BalancedGrid.Of(process, 9) })
        {
            double[] ddim = Sampler.Sample(process, Mixture.Score<double>(), new Ddim(), grid, 20, 3).Values;
            double[] euler = Sampler.Sample(process, Mixture.Score<double>(), new EulerMaruyama(NoiseRate: 0), grid, 20, 3).Values;
            for (int i = 0; i < ddim.Length; i++)
            {
                Near.Absolute(ddim[i], euler[i], 1e-13);
            }
        }
    }

    [Fact]
    public void The_flow_goes_up_to_noise_and_comes_back()
    {
        double[] data = [0.3, -0.7, 1.1, 0.8, 1, 0];
        foreach (IDiffusionProcess process in Processes)
        {
            double Gap(int steps)
            {
                TimeGrid grid = BalancedGrid.Of(process, steps);
                SampleSet<double> up = Sampler.Encode(process, Mixture.Score<double>(), new RungeKuttaInRatio(ButcherTableau.Classical4), grid, data);
                SampleSet<double> down = Sampler.Solve(process, Mixture.Score<double>(), new RungeKuttaInRatio(ButcherTableau.Classical4), grid, up.Values, 0);
                return data.Zip(down.Values, static (a, b) => Math.Abs(a - b)).Max();
            }

            Assert.True(Gap(40) < 0.01);
            Assert.True(Gap(80) < Gap(40) / 4);
        }
    }

    [Fact]
    public void What_says_nothing_of_the_data_there_is_refused_with_a_sentence()
    {
        var process = new RectifiedFlow();
        var score = new DelegateScore<double>(1, static (x, level, epsilon) => x.Values.CopyTo(epsilon.Values));
        Refused.By("level", "give the function of x̂₀ too", () => Sampler.Sample(process, score, new Ddim(), Grids.Uniform(3), 1, 0));
        var known = new DelegateScore<double>(1, static (x, level, epsilon) => x.Values.CopyTo(epsilon.Values), data: static (_, _, data) => data.Values.Fill(2));
        Assert.Equal([2.0], Sampler.Sample(process, known, new Ddim(), Grids.Uniform(1), 1, 0).Values);
        Refused.By(null, "begins where α > 0", () => Sampler.Sample(process, Mixture.Score<double>(), new OnOnePath(new EulerMaruyama(), PathClock.SignalToNoise), Grids.Uniform(3), 1, 0));
        Refused.By(null, "needs a time between", () => Sampler.Encode(process, Mixture.Score<double>(), new Ddim(), Grids.Uniform(1), new double[3]));
    }

    [Fact]
    public void A_measurement_leads_from_the_second_level_on()
    {
        // N(m, v) seen through y = x₀ + n: the posterior is N((σ_y² m + v y)/(v + σ_y²), v σ_y²/(v + σ_y²)).
        var law = GaussianMixture.Of(Gaussian.Isotropic([0.8], 0.3));
        var measurement = new Measurement(new Mask([true]), [-0.4], 0.5);
        var process = new RectifiedFlow();
        double[] x = Sampler.Sample(process, new MomentMatchingScore<double>(law.Score<double>(), measurement), new Heun(), BalancedGrid.Of(process, 60), 4000, 7).Values;
        double mean = x.Average();
        double variance = x.Average(value => (value - mean) * (value - mean));
        double exact = 0.3 * 0.25 / 0.55;
        Near.Absolute(((0.25 * 0.8) + (0.3 * -0.4)) / 0.55, mean, 5 * Math.Sqrt(exact / x.Length));
        Near.Relative(exact, variance, 5 * Math.Sqrt(2.0 / x.Length));
    }

    private static ISolver Named(string name) => KnownSolvers.All.Single(solver => solver.Facts.Name == name);
}

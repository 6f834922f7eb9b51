using FsCheck;
using FsCheck.Fluent;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Solvers;

/// <summary>What the exponential solvers have in common: equal names for equal methods, invariances, starts and ends.</summary>
public sealed class ExponentialSolverTests
{
    private static readonly ISolver[] InLambda =
    [
        new DpmSolver2(), new DpmSolver3(), new DpmSolverFast(), new RungeKuttaInRatio(ButcherTableau.Classical4), new DpmSolverPlusPlus2S(), new ImprovedPndm(),
        new DpmSolverPlusPlus2M(), new DpmSolverPlusPlus2M(SecondOrderTerm.Heun), new DpmSolverPlusPlus3M(), new DpmSolverPlusPlus3M(Damped: true),
        new UniPc(1), new UniPc(2), new UniPc(3),
        new UniPc(1, UniPcBasis.Length), new UniPc(2, UniPcBasis.Length), new UniPc(3, UniPcBasis.Length),
        new UniPc(2, Corrects: false), new UniPc(3, Corrects: false),
    ];

    private static readonly ISolver[] Exponential = [.. InLambda, new DeisAdams(1), new DeisAdams(2), new DeisAdams(3)];

    [Fact]
    public void A_predictor_through_two_levels_is_the_second_order_multistep_method()
    {
        Law.Holds(RandomProcesses.Any, SmoothNoise.OfDimension(3), LambdaGrids.Lengths, static (process, score, lengths) =>
            AssertSame(new UniPc(2, Corrects: false), new DpmSolverPlusPlus2M(), process, score, lengths));
    }

    [Fact]
    public void A_predictor_through_three_levels_is_the_third_order_multistep_method()
    {
        Law.Holds(RandomProcesses.Any, SmoothNoise.OfDimension(3), LambdaGrids.Lengths, static (process, score, lengths) =>
            AssertSame(new UniPc(3, Corrects: false), new DpmSolverPlusPlus3M(), process, score, lengths));
    }

    [Fact]
    public void The_first_step_of_every_multistep_method_and_every_step_to_zero_is_ddim()
    {
        Law.Holds(RandomProcesses.Any, SmoothNoise.OfDimension(3), Reals.Between(0.02, 0.9), static (process, score, end) =>
        {
            var once = new TimeGrid("one step", 1, end);
            var toZero = new TimeGrid("to zero", end, 0);
            foreach (ISolver solver in Exponential)
            {
                foreach (TimeGrid grid in solver.Facts.EvaluationsPerStep == 1 ? new[] { once, toZero } : [toZero])
                {
                    double[] expected = TileRun.Values(new Ddim(), process, score, grid);
                    TileRun.AssertSame(expected, TileRun.Values(solver, process, score, grid), 1e-11);
                }
            }
        });
    }

    [Fact]
    public void A_point_of_data_is_followed_exactly_on_any_grid()
    {
        Law.Holds(RandomProcesses.Any, RandomGrids.Between(0.02, 12), Reals.Between(-2, 2), static (process, grid, point) =>
        {
            var data = new NormalLaw(point, 0);
            NoiseLevel from = process.At(grid.Times[0]);
            NoiseLevel to = process.At(grid.Times[^1]);
            foreach (ISolver solver in Exponential)
            {
                // Roundings are multiplied by the weights, which grow with the ratio of neighbouring steps.
                double tolerance = 1e-11 * Math.Pow(WorstRatio(process, grid), 2);
                AffineMap map = ExactMoments.Map(solver, process, data, grid);
                Near.Relative(to.Deviation / from.Deviation, map.Slope, tolerance, solver.Facts.Name);
                Near.Absolute(to.MeanScale * point, map.Push(data.At(from)).Mean, tolerance, solver.Facts.Name);
            }
        });
    }

    [Fact]
    public void Only_the_noise_ratios_of_a_grid_count_for_methods_in_lambda()
    {
        Law.Holds(RandomProcesses.Preserving, LambdaGrids.Lengths, static (process, lengths) =>
        {
            var other = new VariancePreserving(new LinearSchedule(3, 40));
            TimeGrid grid = LambdaGrids.Of(process, lengths);
            var twin = new TimeGrid("twin", [.. grid.Times.ToArray().Select(t => other.AtLambda(process.At(t).Lambda).Time)]);
            foreach (ISolver solver in InLambda)
            {
                double[] expected = TileRun.Values(solver, process, new NoiseOfState(3), grid);
                TileRun.AssertSame(expected, TileRun.Values(solver, other, new NoiseOfState(3), twin), 1e-9);
            }
        }, cases: 50);
    }

    [Fact]
    public void Methods_in_time_see_more_than_the_noise_ratios()
    {
        var process = new VariancePreserving(new LinearSchedule());
        var other = new VariancePreserving(new LinearSchedule(3, 40));
        TimeGrid grid = SolverCase.Named("vp linear").Uniform(6);
        var twin = new TimeGrid("twin", [.. grid.Times.ToArray().Select(t => other.AtLambda(process.At(t).Lambda).Time)]);
        foreach (ISolver solver in new ISolver[] { new DeisAdams(1), new RungeKuttaInTime(ButcherTableau.Classical4) })
        {
            double[] one = TileRun.Values(solver, process, new NoiseOfState(3), grid);
            double[] two = TileRun.Values(solver, other, new NoiseOfState(3), twin);
            Assert.True(one.Zip(two, static (a, b) => Math.Abs(a - b)).Max() > 1e-4);
        }
    }

    [Theory]
    [InlineData("dpmpp-3m")]
    [InlineData("deis-tab2")]
    [InlineData("deis-tab3")]
    public void On_equal_steps_the_start_of_order_one_leaves_an_error_of_order_two(string name)
    {
        // The same methods have their full order on grids that begin finely (OrderTests).
        ISolver solver = KnownSolvers.All.Single(known => known.Facts.Name == name);
        SolverCase known = SolverCase.Named("vp cosine");
        double Error(TimeGrid grid) => Math.Abs(
            ExactMoments.Map(solver, known.Process, SolverCase.Data, grid).Push(known.StartLaw).Variance - known.EndLaw.Variance);
        double equal = Error(known.Uniform(4096));
        Assert.InRange(Math.Log2(Error(known.Uniform(2048)) / equal), 1.8, 2.2);
        Assert.True(Error(known.BeginningFinely(4096)) < equal / 5);
    }

    [Fact]
    public void Deis_with_a_point_in_every_interval_weighs_a_polynomial_in_time_exactly()
    {
        // ε = 1 + t + … + t^q: the flow's own integral α_t ∫ ε dσ̃ is a sum over the nodes with nothing left over.
        SolverCase known = SolverCase.Named("vp linear");
        for (int degree = 1; degree <= 3; degree++)
        {
            int q = degree;
            double End(ISolver solver, TimeGrid grid) =>
                RunFromZero(solver, known.Process, grid, t => 1 + t + (q > 1 ? t * t : 0) + (q > 2 ? t * t * t : 0));
            var starting = known.Uniform(7);
            double[] times = starting.Times.ToArray();
            double exact = End(new RungeKuttaInTime(ButcherTableau.Classical4), Refined(times[q..], 400));
            double start = End(new DeisAdams(q), new TimeGrid("start", times.AsSpan(0, q + 1)));
            double deis = End(new DeisAdams(q), starting) - (EndScale(known.Process, times, q) * start);
            Near.Relative(exact, deis, 1e-8, $"degree {q}");
        }
    }

    [Fact]
    public void Deis_weighs_the_degrees_of_its_history_exactly_from_the_first_step_on()
    {
        SolverCase known = SolverCase.Named("vp linear");
        double[] times = known.Uniform(7).Times.ToArray();
        for (int degree = 0; degree <= 3; degree++)
        {
            int q = degree;
            for (int k = q; k < 4; k++)
            {
                double Run(ISolver solver, TimeGrid grid) => RunFromZero(solver, known.Process, grid, t => Math.Pow(t, q));
                double before = k == 0 ? 0 : Run(new DeisAdams(), new TimeGrid("before", times.AsSpan(0, k + 1)));
                double after = Run(new DeisAdams(), new TimeGrid("after", times.AsSpan(0, k + 2)));
                double scale = Math.Exp(known.Process.At(times[k + 1]).LogMeanScale - known.Process.At(times[k]).LogMeanScale);
                Near.Relative(Run(new RungeKuttaInTime(ButcherTableau.Classical4), Refined(times[k..(k + 2)], 400)), after - (scale * before), 1e-8, $"degree {q}, step {k}");
            }
        }
    }

    private static double EndScale(IDiffusionProcess process, double[] times, int at) =>
        Math.Exp(process.At(times[^1]).LogMeanScale - process.At(times[at]).LogMeanScale);

    private static TimeGrid Refined(double[] times, int parts)
    {
        IEnumerable<double> Within(double t, int i) => Enumerable.Range(0, parts).Select(k => t + ((double)k / parts * (times[i + 1] - t)));
        return new TimeGrid("refined", [.. times.SkipLast(1).SelectMany(Within), times[^1]]);
    }

    private static double RunFromZero(ISolver solver, IDiffusionProcess process, TimeGrid grid, Func<double, double> epsilon)
    {
        var space = new TileSpace<double>(1, 1);
        Tile<double> x = space.Allocate();
        x.Values.Clear();
        GridWalk.Run(solver, new Problem<Tile<double>>(process, new NoiseOfTime(epsilon), space), grid, x);
        return x.Values[0];
    }

    private static void AssertSame(ISolver first, ISolver second, IDiffusionProcess process, SmoothNoise score, double[] lengths)
    {
        TimeGrid grid = LambdaGrids.Of(process, lengths);
        TileRun.AssertSame(TileRun.Values(first, process, score, grid), TileRun.Values(second, process, score, grid), 1e-11);
    }

    private static double WorstRatio(IDiffusionProcess process, TimeGrid grid)
    {
        double worst = 1;
        for (int i = 2; i < grid.Times.Length; i++)
        {
            double before = process.At(grid.Times[i - 1]).Lambda - process.At(grid.Times[i - 2]).Lambda;
            double step = process.At(grid.Times[i]).Lambda - process.At(grid.Times[i - 1]).Lambda;
            worst = Math.Max(worst, Math.Max(step / before, (grid.Times[i - 1] - grid.Times[i]) / (grid.Times[i - 2] - grid.Times[i - 1])));
        }

        return worst;
    }

    private sealed class NoiseOfTime(Func<double, double> epsilon) : IScoreFunction<Tile<double>>
    {
        public int Dimension => 1;

        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> target) => target.Values.Fill(epsilon(level.Time));
    }
}

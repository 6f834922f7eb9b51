using ScoreSde.Adaptive;
using ScoreSde.Discrete;
using ScoreSde.Guidance;
using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Likelihood;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Solvers.AsPublished;
using ScoreSde.Solvers.AsTaught;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Sampling;

/// <summary>A model is asked at no time outside its range, by no method on any grid, and grids that would are refused with a sentence.</summary>
[Trait("Category", "Once")]
public sealed class ModelRangeTests
{
    private static readonly TimeRange Range = new(0.01, 0.9);
    private static readonly GaussianMixture Data = new([Gaussian.Isotropic([0.5, -1, 0.2], 0.16), Gaussian.Isotropic([-0.7, 0.3, 0], 0.25)]);
    private static readonly Reserved Score = new(Data, Range);
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));

    public static TheoryData<string> Solvers { get; } = [.. KnownSolvers.All.Concat(PublishedSolvers.All).Concat(TaughtSolvers.All).Select(static solver => solver.Facts.Name)];

    [Theory]
    [MemberData(nameof(Solvers))]
    public void No_solver_asks_outside_on_any_rule(string name)
    {
        ISolver solver = KnownSolvers.All.Concat(PublishedSolvers.All).Concat(TaughtSolvers.All).Single(solver => solver.Facts.Name == name);
        IDiffusionProcess[] processes = name.StartsWith("published", StringComparison.Ordinal)
            ? [Process]
            : [Process, new VariancePreserving(new CosineSchedule()), new SubVariancePreserving(new LinearSchedule()), new VarianceExploding(new GeometricSchedule())];
        foreach (IDiffusionProcess process in processes)
        {
            foreach (TimeGrid grid in new[] { 1, 2, 7, 150 }.SelectMany(steps => Rules(process, steps)))
            {
                Assert.True(grid.EndsAtZero);
                Sampler.Sample(process, Score, solver, grid, 1, 1, new SamplerOptions { Threads = 1 });
            }
        }
    }

    [Fact]
    public void A_bound_over_a_chain_with_levels_outside_is_refused()
    {
        var data = new double[] { 0.1, 0.2, 0.3 };
        ArgumentException low = Assert.Throws<ArgumentException>(() => Bound(new TimeRange(0.011), 100));
        Assert.Contains("at times from 0.01 to 1, but it knows only times from 0.011 to 1", low.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Bound(new TimeRange(0, 0.9), 100));
        Assert.True(double.IsFinite(Bound(new TimeRange(0.01), 100).Mean));

        BoundTerms Bound(TimeRange range, int steps) =>
            VariationalBound.Evaluate<double>(DdpmChain.FromSchedule(Process.Schedule, steps), Process, new Reserved(Data, range), data, 1, options: new SamplerOptions { Threads = 1 });
    }

    [Fact]
    public void No_adaptive_method_asks_outside()
    {
        foreach (IAdaptiveMethod method in KnownAdaptiveMethods.All.Select(static make => make(new Tolerance(1e-2, 1e-2))))
        {
            AdaptiveSamples<double> samples = AdaptiveSampler.Sample(Process, Score, method, 3, 1);
            Assert.All(samples.Values, static value => Assert.True(Math.Abs(value) < 5));
        }
    }

    [Fact]
    public void No_method_of_inverse_problems_asks_outside()
    {
        var measurement = Measurement.Of(new Mask([true, false, true]), [0.5, -0.2, 0.3], 0.1, 1);
        ISolver[] solvers =
        [
            new DiffusionPosteriorSampling(measurement), new Ddrm(measurement), new Snips(measurement), new RePaint(measurement),
            new Replacement(new Heun(), measurement, CountsError: true),
        ];
        IScoreFunction<ScoreSde.States.Tile<double>>[] scores =
        [
            new PseudoinverseScore<double>(Score, measurement, 1), new MomentMatchingScore<double>(Score, measurement),
            new PosteriorScore<double>(Score, measurement), new ClassifierFreeGuidance<double>(Score, Score, 2),
        ];
        Assert.All(scores, static score => Assert.Equal(Range, score.Range));
        foreach (TimeGrid grid in Rules(Process, 40))
        {
            Assert.All(solvers, solver => Sampler.Sample(Process, Score, solver, grid, 2, 1));
            Assert.All(scores, score => Sampler.Sample(Process, score, new Heun(), grid, 2, 1));
        }
    }

    [Fact]
    public void Neither_encoding_nor_likelihood_asks_outside_and_both_find_what_a_model_of_all_times_finds()
    {
        double[] rows = [0.3, 0.2, -0.5, 0.9, 1.1, -0.1];
        TimeGrid grid = Grids.UniformLambda(Process, 200, Range.Maximum, Range.Minimum);
        var solver = new RungeKuttaInRatio(ButcherTableau.Classical4);
        double[] encoded = Sampler.Encode(Process, Score, solver, grid, rows).Values;
        Assert.All(
            Sampler.Encode(Process, Data.Score<double>(), solver, grid, rows).Values.Zip(encoded), static pair => Near.Absolute(pair.First, pair.Second, 1e-4));
        LogDensities known = FlowLikelihood.Evaluate<double>(Process, Score, solver, grid, rows, terminal: Data);
        for (int i = 0; i < 2; i++)
        {
            Near.Absolute(Data.LogDensity(rows.AsSpan(3 * i, 3), Process.At(0)), known.Values[i], 1e-3);
        }
    }

    [Fact]
    public void Grids_that_visit_other_times_are_refused_with_the_value_the_range_and_the_way_out()
    {
        var heun = new Heun();
        foreach (TimeGrid grid in new[] { new TimeGrid("low", 0.9, 0.5, 0.001, 0), new TimeGrid("low", 0.9, 0.009), new TimeGrid("high", 1, 0.5, 0) })
        {
            Action[] runs =
            [
                () => Sampler.Sample(Process, Score, heun, grid, 1, 1),
                () => Sampler.Solve<double>(Process, Score, heun, grid, new double[3], 1),
                () => Sampler.Encode<double>(Process, Score, heun, grid, new double[3]),
                () => FlowLikelihood.Evaluate<double>(Process, Score, heun, grid, new double[3]),
            ];
            foreach (Action run in runs)
            {
                ArgumentException refusal = Assert.Throws<ArgumentException>(run);
                Assert.Contains("knows only times from 0.01 to 0.9", refusal.Message, StringComparison.Ordinal);
                Assert.Contains("Grids take the range", refusal.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_solver_that_asks_elsewhere_is_stopped_before_the_model_is_asked()
    {
        var counting = new CountingScore<ScoreSde.States.Tile<double>>(Score);
        var space = new ScoreSde.States.TileSpace<double>(1, 3);
        ScoreSde.States.Tile<double> x = space.Allocate();
        ScoreSde.States.Tile<double> epsilon = space.Allocate();
        Action<NoiseLevel>[] questions =
        [
            level => counting.Evaluate(x, level, epsilon),
            level => counting.TransposedJacobianProduct(x, level, x, epsilon),
            level => counting.TryDiagonal(x, level, epsilon),
            level => counting.TryEvaluateWithDiagonal(x, level, epsilon, epsilon),
            level => counting.TryEvaluateWithProducts(x, level, epsilon, [], []),
        ];
        foreach (Action<NoiseLevel> ask in questions)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => ask(Process.At(0.0099)));
            Assert.Throws<ArgumentOutOfRangeException>(() => ask(Process.At(0.91)));
            ask(Process.At(0.01));
            ask(Process.At(0.9));
        }
    }

    [Theory]
    [InlineData(-0.1, 1)]
    [InlineData(0.5, 0.5)]
    [InlineData(0, 1.1)]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.NaN)]
    public void A_range_is_an_interval_within_the_unit_one(double minimum, double maximum) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimeRange(minimum, maximum));

    private static IEnumerable<TimeGrid> Rules(IDiffusionProcess process, int steps)
    {
        yield return BalancedGrid.Of(process, steps, Range);
        yield return Grids.Uniform(steps, Range);
        yield return Grids.Quadratic(steps, Range);
        yield return Grids.UniformLambda(process, steps, Range.Maximum, Range.Minimum);
        yield return Grids.Karras(process, steps, Range.Maximum, Range.Minimum);
        DdpmChain chain = DdpmChain.Linear(1000);
        foreach (Func<int, int, int[]> rule in new Func<int, int, int[]>[] { IndexGrids.Leading, IndexGrids.Trailing, IndexGrids.Linspace })
        {
            yield return IndexGrids.ToTimeGrid(chain, IndexGrids.Within(Range, 1000, steps, rule), "indices");
        }
    }
}

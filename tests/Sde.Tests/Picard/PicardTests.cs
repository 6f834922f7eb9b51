using ScoreSde.Discrete;
using ScoreSde.Picard;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Picard;

/// <summary>Parallel in time: the sequential run's bits, and what they cost.</summary>
public sealed class PicardTests
{
    private const int Count = 21;
    private const ulong Seed = 9;

    private static readonly GaussianMixture Mixture = new([Gaussian.Isotropic([-1, 0, 2], 0.04), Gaussian.Isotropic([0.8, 1, 0], 0.16)], [0.3, 0.7]);

    private static IReadOnlyList<ISolver> Suited { get; } = [.. KnownSolvers.All.Where(PicardIteration.Suits), new Ddim(0.5), new DpmSolverV3(1, 0.7)];

    private static IReadOnlyList<IDiffusionProcess> Processes { get; } =
    [
        new VariancePreserving(new LinearSchedule()),
        new VarianceExploding(new GeometricSchedule(0.01, 20)),
        new RectifiedFlow(),
        new VariancePreserving(DdpmChain.Linear(50, 1e-3, 0.3).ToSchedule().ToZeroTerminalSnr()),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(12)]
    [InlineData(40)]
    public void With_tolerance_0_every_method_has_the_bits_of_the_sequential_run(int window)
    {
        const int Steps = 12;
        Assert.True(Suited.Count >= 10);
        foreach (IDiffusionProcess process in Processes)
        {
            TimeGrid grid = Grids.Uniform(Steps);
            foreach (ISolver solver in Suited)
            {
                SampleSet<float> expected = Sampler.Sample(process, Mixture.Score<float>(), solver, grid, Count, Seed);
                PicardSamples<float> found = PicardSampler.Sample(process, Mixture.Score<float>(), solver, grid, new PicardIteration(window), Count, Seed);
                Assert.True(expected.Values.AsSpan().SequenceEqual(found.Values), $"{process.Name} {process.Schedule.Name} {solver.Facts.Name}");
                Assert.All(found.Sweeps, sweeps => Assert.InRange(sweeps, 1, Steps));
                Assert.All(found.Evaluations.Zip(found.Sweeps), pair => Assert.InRange(pair.First, Steps, pair.Second * Math.Min(window, Steps)));
            }
        }
    }

    [Fact]
    public void A_window_of_one_step_costs_what_the_sequential_run_does()
    {
        PicardSamples<double> run = PicardSampler.Sample(Processes[0], Mixture.Score<double>(), new Ddim(), Grids.Uniform(7), new PicardIteration(1), 5, Seed);
        Assert.All(run.Evaluations, static n => Assert.Equal(7, n));
        Assert.All(run.Sweeps, static n => Assert.Equal(7, n));
        Assert.Equal(7, run.Depth);
        Assert.Equal((5, 3, 15, 5, 5), (run.Count, run.Dimension, run.Values.Length, run.Evaluations.Length, run.Sweeps.Length));
    }

    [Fact]
    public void Evaluations_are_those_that_the_score_is_asked_for()
    {
        int asked = 0;
        var score = new DelegateScore<double>(3, (x, level, epsilon) =>
        {
            asked += x.Rows;
            Mixture.Score<double>().Evaluate(x, level, epsilon);
        });
        PicardSamples<double> run = PicardSampler.Sample(Processes[0], score, new Ddim(), Grids.Uniform(9), new PicardIteration(4), Count, Seed, new SamplerOptions { Threads = 1 });
        Assert.Equal(asked, run.Evaluations.Sum());
        Assert.True(asked > 9 * Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    public void Samples_depend_neither_on_threads_nor_on_tiles_nor_on_their_neighbours(double tolerance)
    {
        PicardSamples<float> Run(SamplerOptions options, int count) =>
            PicardSampler.Sample(Processes[0], Mixture.Score<float>(), new EulerMaruyama(), Grids.Uniform(20), new PicardIteration(6, tolerance), count, Seed, options);
        PicardSamples<float> whole = Run(new SamplerOptions { Threads = 1 }, Count);
        PicardSamples<float> other = Run(new SamplerOptions { Threads = 3, TileRows = 2 }, Count);
        PicardSamples<float> shard = Run(new SamplerOptions { FirstSample = 5 }, 1);
        Assert.Equal(whole.Values, other.Values);
        Assert.Equal(whole.Sweeps, other.Sweeps);
        Assert.Equal(whole.Evaluations, other.Evaluations);
        Assert.Equal(whole.Values[15..18], shard.Values);
        Assert.Equal(whole.Sweeps[5], shard.Sweeps[0]);
    }

    [Fact]
    public void A_tolerance_takes_fewer_sweeps_and_leaves_an_error_of_its_order()
    {
        foreach (ISolver solver in new ISolver[] { new Ddim(), new EulerMaruyama() })
        {
            TimeGrid grid = Grids.Quadratic(100, 1e-3);
            double[] exact = Sampler.Sample(Processes[0], Mixture.Score<double>(), solver, grid, 200, Seed).Values;
            PicardSamples<double> zero = Run(0);
            PicardSamples<double> fine = Run(1e-3);
            PicardSamples<double> coarse = Run(1e-2);
            Assert.Equal(exact, zero.Values);
            Assert.True(coarse.MeanSweeps < fine.MeanSweeps && fine.MeanSweeps < zero.MeanSweeps && zero.MeanSweeps < 100);
            Assert.InRange(Error(fine), 1e-6, 1e-2);
            Assert.InRange(Error(coarse), Error(fine) * 3, 1e-1);

            PicardSamples<double> Run(double tolerance) =>
                PicardSampler.Sample(Processes[0], Mixture.Score<double>(), solver, grid, new PicardIteration(50, tolerance), 200, Seed);

            double Error(PicardSamples<double> run) => Math.Sqrt(run.Values.Zip(exact, static (a, b) => (a - b) * (a - b)).Average());
        }
    }

    [Fact]
    public void What_cannot_be_run_so_is_refused_with_a_sentence()
    {
        Refused.By("solver", "one evaluation at a step's start", static () => PicardSampler.Sample(Processes[0], Mixture.Score<double>(), new Heun(), Grids.Uniform(3), new PicardIteration(2), 1, 0));
        Refused.By("solver", "remembers steps", static () => PicardSampler.Sample(Processes[0], Mixture.Score<double>(), new DpmSolverPlusPlus2M(), Grids.Uniform(3), new PicardIteration(2), 1, 0));
        Refused.By("Window", "", static () => new PicardIteration(0));
        Assert.Throws<ArgumentOutOfRangeException>(
            static () => PicardSampler.Sample(Processes[0], Mixture.Score<double>(), new Ddim(), Grids.Uniform(3), new PicardIteration(2), int.MaxValue, 0));
        Refused.By("Tolerance", "finite and not negative", static () => new PicardIteration(2, double.NaN));
    }

    [Fact]
    public void A_state_that_is_not_finite_stops_the_run_where_the_sequential_run_stops()
    {
        var score = new DelegateScore<double>(1, static (x, level, epsilon) =>
        {
            for (int row = 0; row < x.Rows; row++)
            {
                epsilon.Row(row)[0] = level.Time < 0.5 ? double.PositiveInfinity : x.Row(row)[0];
            }
        });
        NonFiniteSampleException expected = Assert.Throws<NonFiniteSampleException>(() => Sampler.Sample(Processes[0], score, new Ddim(), Grids.Uniform(8), 3, 1));
        NonFiniteSampleException found = Assert.Throws<NonFiniteSampleException>(
            () => PicardSampler.Sample(Processes[0], score, new Ddim(), Grids.Uniform(8), new PicardIteration(8), 3, 1));
        Assert.Equal((expected.Step, expected.Time, expected.Sample), (found.Step, found.Time, found.Sample));
    }
}

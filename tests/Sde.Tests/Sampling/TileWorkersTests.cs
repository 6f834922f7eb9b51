using System.Collections.Concurrent;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Sampling;

/// <summary>Who works, who is told to stop, and whose failure comes out.</summary>
public sealed class TileWorkersTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());

    [Theory]
    [InlineData(1, 10, 1)]
    [InlineData(3, 10, 3)]
    [InlineData(8, 2, 2)]
    public void Every_worker_has_one_stepper_and_no_worker_is_without_a_tile(int threads, int tiles, int workers)
    {
        var solver = new CountedSolver();
        Run(new Watched(static (_, _) => { }), solver, tiles, new SamplerOptions { Threads = threads, TileRows = 1 });
        Assert.Equal(workers, solver.Steppers);
    }

    [Fact]
    public void Helpers_are_named_threads_that_do_not_keep_a_program_alive()
    {
        var seen = new ConcurrentDictionary<Thread, bool>();
        using var all = new Barrier(3);
        var score = new Watched((_, level) =>
        {
            seen[Thread.CurrentThread] = Thread.CurrentThread.IsBackground;
            if (level.Time == 1)
            {
                // Each of the three workers has one tile, so that all must come.
                Assert.True(all.SignalAndWait(TimeSpan.FromMinutes(1)));
            }
        });
        Run(score, new Ddim(), 3, new SamplerOptions { Threads = 3, TileRows = 1 });
        Assert.Equal(3, seen.Count);
        Thread[] helpers = [.. seen.Keys.Where(static thread => thread != Thread.CurrentThread)];
        Assert.Equal(["sampler 1", "sampler 2"], helpers.Select(static thread => thread.Name).Order());
        Assert.All(helpers, thread => Assert.True(seen[thread]));
        Assert.All(helpers, static thread => Assert.False(thread.IsAlive));
    }

    [Fact]
    public void The_failure_of_the_first_tile_comes_out_although_a_later_one_failed_before_it()
    {
        using var failed = new ManualResetEventSlim();
        var score = new Watched((sample, _) =>
        {
            if (sample == 1)
            {
                failed.Set();
                throw new InvalidTimeZoneException("The second.");
            }

            Assert.True(failed.Wait(TimeSpan.FromMinutes(1)));
            // Time for the second failure to be noted; without it the outcome is the same.
            Thread.Sleep(50);
            throw new InvalidTimeZoneException("The first.");
        });
        InvalidTimeZoneException error = Assert.Throws<InvalidTimeZoneException>(
            () => Run(score, new Ddim(), 2, new SamplerOptions { Threads = 2, TileRows = 1 }));
        Assert.Equal("The first.", error.Message);
    }

    [Fact]
    public void A_failure_stops_the_tiles_after_it_and_lets_no_new_one_begin()
    {
        using var failing = new ManualResetEventSlim();
        int evaluations = 0;
        int begun = 0;
        var score = new Watched((sample, level) =>
        {
            if (sample == 0)
            {
                failing.Set();
                throw new InvalidTimeZoneException("The first.");
            }

            Interlocked.Add(ref begun, level.Time == 1 ? 1 : 0);
            Interlocked.Increment(ref evaluations);
            Assert.True(failing.Wait(TimeSpan.FromMinutes(1)));
            // Ten seconds for all steps of a tile: a thread is told long before.
            Thread.Sleep(10);
        });
        Assert.Throws<InvalidTimeZoneException>(() => Run(score, new Ddim(), 20, new SamplerOptions { Threads = 2, TileRows = 1 }, steps: 1000));
        Assert.InRange(evaluations, 0, 999);
        Assert.InRange(begun, 0, 1);
    }

    [Fact]
    public void A_start_is_refused_when_it_is_no_whole_number_of_samples()
    {
        var score = new Watched(static (_, _) => { }) { Dimension = 2 };
        Refused.By(
            "start",
            "holds 3 numbers, no multiple of the dimension 2",
            () => Sampler.Solve<double>(Process, score, new Ddim(), Grids.Uniform(2), new double[3], 1));
    }

    [Fact]
    public void A_shard_takes_its_own_start()
    {
        // ε = 0 and a step of constant α: what goes in comes out.
        var process = new VarianceExploding(new GeometricSchedule());
        double[] start = [1, 2, 3, 4, 5];
        foreach (long first in new[] { 0, 7 })
        {
            var options = new SamplerOptions { FirstSample = first, TileRows = 2 };
            SampleSet<double> end = Sampler.Solve<double>(
                process, new Watched(static (_, _) => { }), new Ddim(), new TimeGrid("short", 1, 0.5), start, 1, options);
            Assert.Equal(start, end.Values);
        }
    }

    private static void Run(IScoreFunction<Tile<double>> score, ISolver solver, int count, SamplerOptions options, int steps = 3) =>
        Sampler.Sample(Process, score, solver, Grids.Uniform(steps), count, 1, options);

    private sealed class Watched(Action<long, NoiseLevel> watch) : IScoreFunction<Tile<double>>
    {
        public int Dimension { get; init; } = 1;

        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon)
        {
            watch(x.FirstSample, level);
            epsilon.Values.Clear();
        }
    }

    private sealed class CountedSolver : ISolver
    {
        private readonly Ddim inner = new();
        private int steppers;

        public int Steppers => steppers;

        public SolverFacts Facts => inner.Facts;

        public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
        {
            Interlocked.Increment(ref steppers);
            return inner.CreateStepper(problem);
        }
    }
}

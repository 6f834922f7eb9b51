using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Sampling;

/// <summary>How a run begins, goes on, is counted, stops and fails.</summary>
public sealed class SamplerTests
{
    private static readonly IDiffusionProcess Process = new VariancePreserving(new LinearSchedule());
    private static readonly SmoothNoise Score = new((0.5, 0.3, 0.2, 1, 0.1), 2);

    public static TheoryData<string> Names => [.. KnownSolvers.All.Select(static solver => solver.Facts.Name)];

    [Fact]
    public void Sampling_begins_with_the_prior_of_the_process_under_its_own_name()
    {
        // x ← x + σ̃-step of ε = 0 at constant α is x itself: the start comes out again.
        var process = new VarianceExploding(new GeometricSchedule(0.01, 5));
        double[] end = Sampler.Sample(process, new NoNoise(), new Ddim(), new TimeGrid("short", 1, 0.5), 4, seed: 9).Values;
        var space = new TileSpace<double>(4, 1);
        Tile<double> expected = space.Allocate();
        space.FillNormal(expected, process.PriorDeviation, new NoiseKey(9, 0, NoisePurpose.Prior));
        Assert.Equal(expected.Values.ToArray(), end);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Evaluations_are_counted_for_each_sample_not_for_each_tile(string name)
    {
        ISolver solver = KnownSolvers.All.Single(known => known.Facts.Name == name);
        var score = new SmoothNoise((0.5, 0.3, 0.2, 1, 0.1), 3);
        SampleSet<double> set = Sampler.Sample(Process, score, solver, Grids.Uniform(6), 40, 1, new SamplerOptions { TileRows = 3 });
        Assert.Equal(solver.Facts.Evaluations(6, endsAtZero: true), set.Evaluations);
        Assert.Equal((40, 3, 120), (set.Count, set.Dimension, set.Values.Length));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 7)]
    [InlineData(4, 3)]
    public void A_value_that_is_not_finite_stops_the_run_and_names_solver_step_time_and_sample(int threads, int rows)
    {
        // NaN and ∞ reach x in the step that starts at 0.6: step 2 of 0 … 4, which ends at 0.4.
        var grid = new TimeGrid("tenths", 1, 0.8, 0.6, 0.4, 0.2);
        foreach ((int coordinate, double poison) in new[] { (0, double.NaN), (1, double.PositiveInfinity), (1, double.NegativeInfinity) })
        {
            var options = new SamplerOptions { Threads = threads, TileRows = rows, FirstSample = 100 };
            NonFiniteSampleException error = Assert.Throws<NonFiniteSampleException>(() => Sampler.Sample(
                Process, new PoisonedScore(113, coordinate, 0.7, poison), new EulerMaruyama(), grid, 40, 1, options));
            Assert.Equal(("em", 2, 0.4, 113), (error.Solver, error.Step, error.Time, error.Sample));
            Assert.Equal("em gave a value that is not finite in step 3, at time 0.4, first in sample 113.", error.Message);
        }
    }

    [Fact]
    public void Cancelling_stops_between_two_steps()
    {
        using var source = new CancellationTokenSource();
        int calls = 0;
        var options = new SamplerOptions
        {
            Threads = 1,
            TileRows = 5,
            Cancellation = source.Token,
            Progress = new Calls(_ =>
            {
                if (++calls == 7)
                {
                    source.Cancel();
                }
            }),
        };
        Assert.ThrowsAny<OperationCanceledException>(() => Sampler.Sample(Process, Score, new Ddim(), Grids.Uniform(4), 20, 1, options));
        Assert.Equal(7, calls);
    }

    [Fact]
    public void A_token_that_is_cancelled_already_lets_nothing_through()
    {
        var options = new SamplerOptions { Cancellation = new CancellationToken(canceled: true) };
        Assert.ThrowsAny<OperationCanceledException>(() => Sampler.Sample(Process, Score, new Ddim(), Grids.Uniform(4), 20, 1, options));
    }

    [Fact]
    public void Progress_rises_to_one_over_all_tiles_and_steps()
    {
        var seen = new List<double>();
        var options = new SamplerOptions { Threads = 1, TileRows = 5, Progress = new Calls(seen.Add) };
        Sampler.Sample(Process, Score, new Ddim(), Grids.Uniform(4), 17, 1, options);
        Assert.Equal(16, seen.Count);
        Assert.Equal(1, seen[^1]);
        Assert.Equal(seen.Order(), seen);
        Assert.Equal(1 / 16.0, seen[0]);
    }

    [Fact]
    public void Senseless_runs_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => Run(0, new SamplerOptions()));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Run(-1, new SamplerOptions()));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Run(1, new SamplerOptions { Threads = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Run(1, new SamplerOptions { TileRows = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Run(1, new SamplerOptions { FirstSample = -1 }));

        static void Run(int count, SamplerOptions options) =>
            Sampler.Sample(Process, Score, new Ddim(), Grids.Uniform(4), count, 1, options);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_allocates_nothing(string name)
    {
        ISolver solver = KnownSolvers.All.Single(known => known.Facts.Name == name);
        var score = new SmoothNoise((0.5, 0.3, 0.2, 1, 0.1), 3);
        var space = new TileSpace<double>(8, 3);
        IStepper<Tile<double>> stepper = solver.CreateStepper(new Problem<Tile<double>>(Process, score, space));
        Tile<double> x = space.Allocate();
        GridStep[] steps = [.. Enumerable.Range(0, 50).Select(static i =>
            new GridStep(i, 50, Process.At(1 - (i / 50.0)), Process.At(1 - ((i + 1) / 50.0)), 3))];
        space.FillNormal(x, 1, new NoiseKey(1, 0, NoisePurpose.Prior));
        All();
        long before = GC.GetAllocatedBytesForCurrentThread();
        All();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void All()
        {
            foreach (ref readonly GridStep step in steps.AsSpan())
            {
                stepper.Step(x, in step);
            }
        }
    }

    [Fact]
    public void Memory_is_the_output_and_a_constant()
    {
        Sampled(1000);
        long small = Sampled(1000);
        long large = Sampled(201_000);
        const long Output = 200_000 * 2 * sizeof(double);
        // Room for what the runtime does on the side; a single state for all samples would be another 3.2 MB.
        Assert.InRange(large - small, Output, Output + 500_000);

        static long Sampled(int count)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Sampler.Sample(Process, Score, new Ddim(), Grids.Uniform(2), count, 1, new SamplerOptions { Threads = 1 });
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void A_run_of_more_numbers_than_an_array_holds_is_refused_before_it_begins()
    {
        // 2³⁰ samples of 4 numbers would be no number at all modulo 2³².
        var score = new SmoothNoise(default, 4);
        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() => Sampler.Sample(Process, score, new Ddim(), Grids.Uniform(1), 1 << 30, 1));
        Assert.Contains("1073741824 × 4 numbers are more than the 2147483591 that one array holds", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_in_the_score_comes_out_as_it_is()
    {
        var broken = new NoNoise { Fails = true };
        Assert.Throws<InvalidTimeZoneException>(() => Sampler.Sample(
            Process, broken, new Ddim(), Grids.Uniform(4), 30, 1, new SamplerOptions { Threads = 3, TileRows = 2 }));
    }

    private sealed class Calls(Action<double> call) : IProgress<double>
    {
        public void Report(double value) => call(value);
    }

    private sealed class NoNoise : IScoreFunction<Tile<double>>
    {
        public bool Fails { get; init; }

        public int Dimension => 1;

        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon)
        {
            if (Fails)
            {
                throw new InvalidTimeZoneException("A score that fails.");
            }

            epsilon.Values.Clear();
        }
    }
}

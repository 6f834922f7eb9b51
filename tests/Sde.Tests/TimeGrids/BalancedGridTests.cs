using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.TimeGrids;

/// <summary>The default grid.</summary>
public sealed class BalancedGridTests
{
    private static readonly double[] Variances = [0.09, 0.25, 1, 2, 8];

    private static readonly INoiseSchedule[] Clocks =
    [
        new LinearSchedule(0.1, 20), new LinearSchedule(1, 30), new CosineSchedule(),
        TableSchedule.FromBetas([.. Enumerable.Range(0, 1000).Select(static i => 1e-4 + (i * (0.02 - 1e-4) / 999))]),
    ];

    private static readonly IDiffusionProcess[] Processes =
    [
        .. Clocks.Select(static clock => new VariancePreserving(clock)),
        .. Clocks.Select(static clock => new SubVariancePreserving(clock)),
        new VarianceExploding(new GeometricSchedule(0.01, 50)), new VarianceExploding(new GeometricSchedule(0.02, 80)),
    ];

    /// <summary>A method, and how far ln of a deviation may be off after 50 evaluations, on every process and schedule.</summary>
    public static TheoryData<string, double> Bounds { get; } = new()
    {
        { "em", 0.05 },
        { "ddpm-beta", 0.15 },
        { "ddim", 0.07 },
        { "heun", 0.03 },
        { "dpm2", 0.03 },
        { "dpmpp-2m", 0.01 },
        { "unipc-2", 0.005 },
        { "sde-dpmpp-2m", 0.04 },
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Fifty_evaluations_keep_the_variance_on_every_process_and_schedule(string name, double bound)
    {
        ISolver solver = KnownSolvers.All.Single(solver => solver.Facts.Name == name);
        foreach (IDiffusionProcess process in Processes)
        {
            TimeGrid grid = BalancedGrid.Of(process, solver.Facts.StepsWithin(50, endsAtZero: true));
            double prior = process.PriorDeviationAt(process.At(grid.Times[0]));
            foreach (double variance in Variances)
            {
                double drawn = ExactMoments.Map(solver, process, new NormalLaw(0, variance), grid).Push(new NormalLaw(0, prior * prior)).Variance;
                double off = 0.5 * Math.Log(drawn / variance);
                Assert.True(Math.Abs(off) < bound, $"{name}, {process.Name} {process.Schedule.Name}, variance {variance}: off by {off:G3}");
            }
        }
    }

    [Fact]
    public void It_is_even_in_the_arctangent_of_the_root_of_the_noise_ratio()
    {
        Law.Holds(RandomProcesses.Any, Reals.LogBetween(1e-5, 0.3), Reals.Between(1, 200), static (process, lowest, count) =>
        {
            int steps = (int)count;
            var range = new TimeRange(lowest);
            TimeGrid grid = BalancedGrid.Of(process, steps, range);
            double[] angles = [.. grid.Times.ToArray().SkipLast(1).Select(time => Math.Atan(Math.Sqrt(process.At(time).Ratio / 1.6)))];
            Assert.Equal(steps, grid.Steps);
            Assert.True(grid.EndsAtZero);
            Assert.Equal(BalancedGrid.StartOf(process, range), grid.Times[0]);
            Assert.True(grid.Times[^2] >= lowest);
            double least = Math.Sqrt(Math.Max(1e-3, process.At(lowest).Ratio) / 1.6);
            Near.Relative(steps == 1 ? angles[0] : Math.Max(angles[0] / steps, Math.Atan(least)), angles[^1], 1e-6);
            for (int i = 1; i < angles.Length; i++)
            {
                Near.Absolute((angles[^1] - angles[0]) / (steps - 1), angles[i] - angles[i - 1], 1e-7);
            }
        });
    }

    [Fact]
    public void It_starts_at_one_or_where_little_is_left_of_the_data()
    {
        Assert.Equal(1, BalancedGrid.StartOf(Processes[0], TimeRange.Whole));
        Assert.Equal(1, BalancedGrid.StartOf(Processes[^1], TimeRange.Whole));
        double start = BalancedGrid.StartOf(Processes[2], TimeRange.Whole);
        Near.Relative(0.005, Processes[2].At(start).MeanScale, 1e-9);
        Assert.Equal(0.7, BalancedGrid.StartOf(Processes[2], new TimeRange(0.1, 0.7)));
        Assert.Equal(1, BalancedGrid.StartOf(Processes[2], new TimeRange(0.9999)));
        Assert.Equal([1, 0], BalancedGrid.Of(Processes[0], 1).Times.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => BalancedGrid.Of(Processes[0], 0));
    }

    // A network that predicts data has no idea of x̂₀ at times that it was not trained at: here it says 0 there.
    [Theory]
    [InlineData(25)]
    [InlineData(100)]
    [InlineData(1000)]
    public void More_steps_do_not_collapse_a_model_that_knows_nothing_below_its_lowest_time(int steps)
    {
        const int Count = 500;
        var process = new VariancePreserving(new LinearSchedule(0.1, 20));
        var solver = new EulerMaruyama();
        double[] drawn = Sampler.Sample(process, new Collapsing(), solver, BalancedGrid.Of(process, steps, Collapsing.Known), Count, 5).Values;
        double exact = ExactMoments.Map(solver, process, new NormalLaw(0, 1), BalancedGrid.Of(process, steps, Collapsing.Known)).Push(new NormalLaw(0, 1)).Variance;

        // χ² of 500 draws: ± 30 % is five standard errors.
        Assert.InRange(drawn.Sum(static x => x * x) / Count / exact, 0.7, 1.3);
        Assert.InRange(exact, 0.9, 1.1);
    }

    private sealed class Collapsing : IScoreFunction<Tile<double>>
    {
        public static readonly TimeRange Known = new(1e-3);

        public int Dimension => 1;

        public TimeRange Range => Known;

        // ε = σ x/(α² + σ²) of N(0, 1) where the model knows it, ε = x/σ below.
        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon)
        {
            double signal = level.Time < Known.Minimum * (1 - 1e-6) ? 0 : level.MeanScale * level.MeanScale;
            for (int i = 0; i < x.Values.Length; i++)
            {
                epsilon.Values[i] = level.Deviation * x.Values[i] / (signal + level.Variance);
            }
        }
    }
}

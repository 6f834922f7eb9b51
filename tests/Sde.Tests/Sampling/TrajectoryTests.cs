using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Sampling;

/// <summary>What is seen of a run on its way.</summary>
public sealed class TrajectoryTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly GaussianMixture Data = GaussianMixture.Ring();
    private static readonly TimeGrid Grid = new("seven", 1, 0.8, 0.55, 0.3, 0.1, 0.01, 0);

    [Fact]
    public void States_are_those_of_runs_that_end_there()
    {
        var all = Trajectory<double>.OfStates(Grid, [], 25, 2);
        SampleSet<double> samples = Run(all, new SamplerOptions { Threads = 3, TileRows = 4 });
        Assert.Equal(Grid.Times.ToArray(), all.Times);
        Assert.Equal(samples.Values, all.At(6));
        for (int i = 1; i < 7; i++)
        {
            var shorter = new TimeGrid("shorter", Grid.Times[..(i + 1)]);
            Assert.Equal(Sampler.Sample(Process, Data.Score<double>(), new EulerMaruyama(), shorter, 25, 8).Values, all.At(i));
        }
    }

    [Fact]
    public void Times_are_moved_to_the_nearest_of_the_grid_and_kept_once()
    {
        var some = Trajectory<double>.OfStates(Grid, [0.56, 0.5, 0, 0.96], 25, 2, firstSample: 5);
        Run(some, new SamplerOptions { FirstSample = 5 });
        Assert.Equal([1, 0.55, 0], some.Times);
        var all = Trajectory<double>.OfStates(Grid, [], 30, 2);
        Run(all, new SamplerOptions(), 30);
        Assert.Equal(all.At(0)[10..], some.At(0));
        Assert.Equal(all.At(2)[10..], some.At(1));
        Assert.Equal(all.At(6)[10..], some.At(2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(25)]
    public void Of_a_run_the_first_samples_may_be_kept_alone(int count)
    {
        var all = Trajectory<double>.OfStates(Grid, [], 25, 2, firstSample: 5);
        var few = Trajectory<double>.OfStates(Grid, [], count, 2, firstSample: 5);
        Run(all, new SamplerOptions { FirstSample = 5 });
        Run(few, new SamplerOptions { FirstSample = 5, TileRows = 4, Threads = 3 });
        for (int i = 0; i < 7; i++)
        {
            Assert.Equal(all.At(i)[..(2 * count)], few.At(i));
        }
    }

    [Fact]
    public void A_statistic_is_made_of_every_state()
    {
        var states = Trajectory<double>.OfStates(Grid, [], 25, 2);
        var radii = Trajectory<double>.Of(Grid, [], 25, 1, static (x, level, result) => result[0] = (x[0] * x[0]) + (x[1] * x[1]) + level.Time);
        Run(states, new SamplerOptions());
        Run(radii, new SamplerOptions { TileRows = 3 });
        for (int i = 0; i < 7; i++)
        {
            for (int j = 0; j < 25; j++)
            {
                double x = states.At(i)[2 * j];
                double y = states.At(i)[(2 * j) + 1];
                Assert.Equal((x * x) + (y * y) + Grid.Times[i], radii.At(i)[j]);
            }
        }
    }

    [Fact]
    public void An_observer_changes_no_bit() =>
        Assert.Equal(Run(null, new SamplerOptions()).Values, Run(Trajectory<double>.OfStates(Grid, [0.5], 25, 2), new SamplerOptions()).Values);

    private static SampleSet<double> Run(Trajectory<double>? trajectory, SamplerOptions options, int count = 25) =>
        Sampler.Sample(Process, Data.Score<double>(), new EulerMaruyama(), Grid, count, 8, options, trajectory);
}

using ScoreSde.Comparison;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Metrics;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests;

/// <summary>How many samples are drawn and what is measured where samples have many numbers.</summary>
public sealed class PriceTests
{
    [Fact]
    public void The_rate_of_a_run_is_its_samples_by_its_seconds() =>
        Assert.Equal(200, new Comparison.Reports.ComparisonRow("a", null, 5, 5, 5, Seconds: 0.5, Samples: 100, new Dictionary<string, MetricValue>()).SamplesPerSecond);

    [Theory]
    [InlineData(2, 2000)]
    [InlineData(100, 2000)]
    [InlineData(101, 1980)]
    [InlineData(784, 255)]
    [InlineData(1000, 200)]
    [InlineData(3072, 200)]
    public void Samples_of_finite_data_are_fewer_where_they_are_large(int dimension, int expected)
    {
        var settings = new ComparisonSettings { Contestants = [] };
        Assert.Equal(expected, settings.SamplesFor(new Rows(dimension)));
        Assert.Equal(3, (settings with { Samples = 3 }).SamplesFor(new Rows(dimension)));
    }

    /// <summary>A law gives as many rows as are asked for, as long as distances of so many are quick; without data the paths judge.</summary>
    [Theory]
    [InlineData(ReferenceKind.Drawn, 1, 10_000)]
    [InlineData(ReferenceKind.Drawn, 16, 10_000)]
    [InlineData(ReferenceKind.Drawn, 17, 2000)]
    [InlineData(ReferenceKind.Drawn, 784, 2000)]
    [InlineData(ReferenceKind.None, 1, 500)]
    [InlineData(ReferenceKind.None, 784, 500)]
    public void Samples_of_other_data_go_by_how_it_is_known(ReferenceKind kind, int dimension, int expected) =>
        Assert.Equal(expected, new ComparisonSettings { Contestants = [] }.SamplesFor(new Known(kind, dimension)));

    /// <summary>At most 2²⁰ numbers are followed, at most 1000 paths, not fewer than 16 and never more than there are samples.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1048)]
    [InlineData(1049)]
    [InlineData(3072)]
    [InlineData(61_680)]
    [InlineData(65_536)]
    [InlineData(61_681)]
    [InlineData(1_000_000)]
    public void As_many_paths_are_followed_as_memory_is_meant_for_them(int dimension)
    {
        var settings = new ComparisonSettings { Contestants = [], Samples = 5000 };
        var problem = new Known(ReferenceKind.None, dimension);
        int paths = settings.PathsFor(problem);
        Assert.InRange(paths, 16, 1000);
        Assert.True(paths == 16 || (long)paths * dimension <= 1 << 20, $"{paths}");
        Assert.True(paths == 1000 || (paths + 1L) * dimension > 1 << 20, $"{paths}");
        Assert.Equal(7, (settings with { Samples = 7 }).PathsFor(problem));
        Assert.Equal(0, (settings with { FollowsPaths = false }).PathsFor(problem));
        Assert.Equal(0, (settings with { ToFloor = true }).PathsFor(problem));
    }

    [Fact]
    public void What_is_not_said_is_as_documented()
    {
        var settings = new ComparisonSettings { Contestants = [] };
        Assert.Equal([5, 10, 20, 50], settings.Budgets);
        Assert.Equal(["balanced"], settings.Grids.Select(static grid => grid.Name));
        Assert.Equal((null, 0UL, 0, DataPart.HeldOut, null), (settings.Samples, settings.Seed, settings.Threads, settings.Part, settings.Features));
        Assert.Equal((false, false, true, 0, null), (settings.ToFloor, settings.OnPath, settings.FollowsPaths, settings.KeptNumbers, settings.Drawn));
        Assert.Equal((0, 0), (settings.Runs, settings.Planned.Count));
    }

    [Theory]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public void Covariances_have_a_bound(int dimension, bool isThere)
    {
        Yardstick yardstick = Yardsticks.For(new Rows(dimension), 25, 1);
        Assert.Equal(isThere, yardstick.Measures.Any(static measure => measure.Facts.Name == "frechet"));
        Assert.Equal(isThere, yardstick.Floor.ContainsKey("frechet"));
        Assert.Equal(!isThere, yardstick.Notes.Any(static note => note.StartsWith("Fréchet² is left out", StringComparison.Ordinal)));
    }

    private sealed class Known(ReferenceKind kind, int dimension) : SamplingProblem("known", new VariancePreserving(new LinearSchedule()), dimension), IReferenceData
    {
        public override IReferenceData Reference => this;

        public ReferenceKind Kind => kind;

        public DataSplit? Split => null;

        DataSet IReferenceData.Rows(int count, ulong seed) => throw new NotSupportedException();

        public override IScoreFunction<Tile<T>> Score<T>() => throw new NotSupportedException();

        public override INoiseMoment Moment<T>() => throw new NotSupportedException();
    }

    private sealed class Rows(int dimension) : SamplingProblem("rows", new VariancePreserving(new LinearSchedule()), dimension)
    {
        public override IReferenceData Reference { get; } = new FiniteData(() =>
        {
            var data = new DataSet("rows", Enumerable.Range(0, 60 * dimension).Select(static i => MathF.Sin(i * (i % 7))).ToArray(), dimension, DataScaling.Identity);
            return new DataSplit(data.Select([.. Enumerable.Range(0, 35)]), data.Select([.. Enumerable.Range(35, 25)]));
        });

        public override IScoreFunction<Tile<T>> Score<T>() => throw new NotSupportedException();

        public override INoiseMoment Moment<T>() => throw new NotSupportedException();
    }
}

using ScoreSde.Comparison;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests;

/// <summary>How many samples are drawn and what is measured where samples have many numbers.</summary>
public sealed class PriceTests
{
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

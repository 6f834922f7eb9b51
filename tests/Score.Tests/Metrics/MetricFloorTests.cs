using ScoreSde.Data;
using ScoreSde.Metrics;

namespace ScoreSde.Tests.Metrics;

public sealed class MetricFloorTests
{
    /// <summary>
    /// A floor's ratio at sizes 200 and 800. Each mean over 32 pairs has a relative error of about 0.3/√32 (sliced Wasserstein) or 0.6/√32
    /// (energy), so that 4.5 errors of the ratio are a third, or a factor of two.
    /// </summary>
    [Fact]
    public void Floors_fall_as_one_over_the_root_of_the_size_and_the_energy_distance_as_one_over_the_size()
    {
        Assert.InRange(Mean(new SlicedWasserstein { Directions = 16 }, 200) / Mean(new SlicedWasserstein { Directions = 16 }, 800), 1.4, 2.8);
        Assert.InRange(Mean(new EnergyDistance(), 200) / Mean(new EnergyDistance(), 800), 2.1, 7);
    }

    [Fact]
    public void Halves_of_the_data_and_independent_draws_have_the_same_floor()
    {
        SlicedWasserstein metric = new() { Directions = 16 };
        MetricValue halves = MetricFloor.OfHalves(metric, Samples.Of(SyntheticData.Create("moons", 400, 3)), splits: 16);
        MetricValue draws = MetricFloor.OfOthers(
            metric, Samples.Of(SyntheticData.Create("moons", 200, 4)), Samples.Of(SyntheticData.Create("moons", 2000, 5)), 200, draws: 16);
        Assert.InRange(Math.Abs(halves.Value - draws.Value), 0, 4.5 * (halves.StandardError + draws.StandardError));
        Assert.InRange(halves.StandardError, double.Epsilon, halves.Value);
    }

    [Fact]
    public void The_seed_fixes_a_floor()
    {
        Samples data = Points.Normal(100, 3, 1);
        var metric = new EnergyDistance();
        Assert.Equal(MetricFloor.OfHalves(metric, data, seed: 1), MetricFloor.OfHalves(metric, data, seed: 1));
        Assert.NotEqual(MetricFloor.OfHalves(metric, data, seed: 1), MetricFloor.OfHalves(metric, data, seed: 2));
    }

    [Fact]
    public void A_floor_is_the_mean_and_spread_over_random_halves_and_over_random_sub_sets()
    {
        // Rows are their numbers, so that what a metric is shown tells which rows it was.
        Samples data = Points.Of(1, [.. Enumerable.Range(0, 21).Select(i => (float)i)]);
        var seen = new Recording();
        MetricValue halves = MetricFloor.OfHalves(seen, data, seed: 3, splits: 5);
        Assert.Equal(5, seen.Pairs.Count);
        Assert.All(seen.Pairs, pair => Assert.Equal((10, 10, 20), (pair.Left.Length, pair.Right.Length, pair.Left.Union(pair.Right).Count())));
        Assert.Equal(5, seen.Pairs.Select(pair => string.Join(' ', pair.Left)).Distinct().Count());
        Same(halves);

        seen.Pairs.Clear();
        Samples truth = Points.Of(1, 100, 101);
        MetricValue draws = MetricFloor.OfOthers(seen, truth, data, 8, seed: 3, draws: 4);
        Assert.Equal(4, seen.Pairs.Count);
        Assert.All(seen.Pairs, pair => Assert.Equal([100, 101], pair.Left));
        Assert.All(seen.Pairs, pair => Assert.Equal(8, pair.Right.Distinct().Count()));
        Assert.Equal(4, seen.Pairs.Select(pair => string.Join(' ', pair.Right)).Distinct().Count());
        Same(draws);

        // Eight of either where nothing else is said.
        seen.Pairs.Clear();
        MetricFloor.OfHalves(seen, data);
        MetricFloor.OfOthers(seen, truth, data, 8);
        Assert.Equal(16, seen.Pairs.Count);

        // All others serve where there are no more, with the metric's own error.
        Assert.Equal(new MetricValue(-1, 0.5), MetricFloor.OfOthers(seen, truth, data, 21, draws: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => MetricFloor.OfHalves(seen, data, splits: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MetricFloor.OfOthers(seen, truth, data, 8, draws: 1));
        void Same(MetricValue floor)
        {
            double[] values = [.. seen.Pairs.Select(pair => Recording.Of(pair.Left, pair.Right))];
            Assert.Equal(values.Average(), floor.Value, 1e-12);
            Assert.Equal(Math.Sqrt(PlainMetrics.Variance(values)), floor.StandardError, 1e-12);
        }
    }

    private static double Mean(ISampleMetric metric, int count) => Enumerable.Range(0, 32).Average(i => metric.Evaluate(
        Samples.Of(SyntheticData.Create("mixture8", count, 10 + (2 * (ulong)i))),
        Samples.Of(SyntheticData.Create("mixture8", count, 11 + (2 * (ulong)i)))).Value);

    private sealed class Recording : ISampleMetric
    {
        public List<(float[] Left, float[] Right)> Pairs { get; } = [];

        public string Name => "recording";

        public static double Of(float[] left, float[] right) => left.Average() - (2 * right.Average());

        public MetricValue Evaluate(Samples truth, Samples samples) => new(-1, 0.5);

        public double Distance(Samples truth, Samples samples)
        {
            Pairs.Add((truth.Values.ToArray(), samples.Values.ToArray()));
            return Of(Pairs[^1].Left, Pairs[^1].Right);
        }
    }
}

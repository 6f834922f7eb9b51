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

    private static double Mean(ISampleMetric metric, int count) => Enumerable.Range(0, 32).Average(i => metric.Evaluate(
        Samples.Of(SyntheticData.Create("mixture8", count, 10 + (2 * (ulong)i))),
        Samples.Of(SyntheticData.Create("mixture8", count, 11 + (2 * (ulong)i)))).Value);
}

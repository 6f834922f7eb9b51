using ScoreSde.Data;
using ScoreSde.Metrics;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;

namespace ScoreSde.Tests.Metrics;

/// <summary>Values and standard errors against plain ones, which share no code with them: they differ by the rounding of floats.</summary>
public sealed class StandardErrorTests
{
    [Theory]
    [InlineData(3, 3, 1, false)]
    [InlineData(5, 9, 2, true)]
    [InlineData(66, 20, 3, false)]
    [InlineData(20, 66, 3, true)]
    public void The_energy_distance_has_the_jackknife_over_single_rows_of_both_sides(int n, int m, int dimension, bool unbiased)
    {
        Samples x = Points.Normal(n, dimension, 1);
        Samples y = Points.Normal(m, dimension, 2, shift: 1);
        MetricValue value = new EnergyDistance { Unbiased = unbiased }.Evaluate(x, y);
        double error = double.Hypot(
            PlainMetrics.Jackknife(x, part => PlainMetrics.Energy(part, y, unbiased)),
            PlainMetrics.Jackknife(y, part => PlainMetrics.Energy(x, part, unbiased)));
        Assert.Equal(PlainMetrics.Energy(x, y, unbiased), value.Value, 1e-5);
        Assert.Equal(1, value.StandardError / error, 1e-4);
    }

    [Theory]
    [InlineData(2, 2, 1)]
    [InlineData(7, 10, 3)]
    [InlineData(40, 12, 8)]
    public void The_sliced_distance_has_the_infinitesimal_jackknife(int n, int m, int directions)
    {
        Samples x = Points.Normal(n, 2, 1);
        Samples y = Points.Normal(m, 2, 2, shift: 1.5);
        Near(
            PlainMetrics.Sliced(x, y, [.. Enumerable.Range(0, directions).Select(l => Math.PI * (l + 0.5) / directions).Select(a => new[] { Math.Cos(a), Math.Sin(a) })]),
            new SlicedWasserstein { Directions = directions }.Evaluate(x, y));
    }

    // In space the directions are normal vectors, named by their number and the seed; so is the sub-set that is left of too many rows.
    [Theory]
    [InlineData(0UL)]
    [InlineData(7UL)]
    public void Off_the_plane_and_above_the_cap_the_sliced_distance_is_that_of_named_directions_and_rows(ulong seed)
    {
        Samples x = Points.Normal(30, 3, 1);
        Samples y = Points.Normal(17, 3, 2, shift: 1.5);
        double[] Direction(int index)
        {
            var direction = new double[3];
            Normals.Write(direction, 3, index, 1, new NoiseKey(seed, 0, NoisePurpose.Metric), add: false);
            return direction;
        }

        Samples Some(Samples samples, uint interval) =>
            samples.Select(RandomOrder.Of(samples.Count, new NoiseKey(seed, interval, NoisePurpose.Metric)).AsSpan(0, 16));
        Near(
            PlainMetrics.Sliced(Some(x, 1), Some(y, 2), [.. Enumerable.Range(0, 5).Select(Direction)]),
            new SlicedWasserstein { Directions = 5, Seed = seed, Cap = 16 }.Evaluate(x, y));
        Assert.Equal(
            new EnergyDistance().Evaluate(Some(x, 1), Some(y, 2)), new EnergyDistance { Seed = seed, Cap = 16 }.Evaluate(x, y));
    }

    [Theory]
    [InlineData(40, 40, 4, 0UL)]
    [InlineData(31, 50, 5, 3UL)]
    public void The_Frechet_distance_has_the_jackknife_over_groups_left_out_of_both_sides(int n, int m, int groups, ulong seed)
    {
        Samples x = Points.Normal(n, 3, 1);
        Samples y = Points.Normal(m, 3, 2, shift: 1);
        double[] without = [.. Enumerable.Range(0, groups).Select(group => FrechetDistance.Squared(
            GaussianFit.Of(WithoutGroup(x, group, groups, seed, 1)), GaussianFit.Of(WithoutGroup(y, group, groups, seed, 2))))];
        MetricValue value = new FrechetDistance { Groups = groups, Seed = seed }.Evaluate(x, y);
        Assert.Equal(FrechetDistance.Squared(GaussianFit.Of(x), GaussianFit.Of(y)), value.Value, 1e-10);
        Assert.Equal(1, value.StandardError / PlainMetrics.Spread(without), 1e-9);
        Assert.Equal(value.Value, new FrechetDistance().Distance(x, y), 1e-10);
    }

    [Fact]
    public void Each_metric_needs_its_least_number_of_rows_on_both_sides()
    {
        GaussianMixture law = GaussianMixture.Ring(3, 1, 0.2);
        NoiseLevel level = new VariancePreserving(new LinearSchedule()).At(0.2);
        (ISampleMetric Metric, int Least)[] metrics =
        [
            (new EnergyDistance(), 3), (new SlicedWasserstein(), 2), (new LogDensityGap(law, level), 2), (new FrechetDistance { Groups = 4 }, 8),
        ];
        foreach ((ISampleMetric metric, int least) in metrics)
        {
            (Samples enough, Samples few) = (Points.Normal(least, 2, 1), Points.Normal(least - 1, 2, 2));
            Assert.True(double.IsFinite(metric.Evaluate(enough, Points.Normal(least, 2, 3)).StandardError));
            Assert.Throws<ArgumentException>(() => metric.Evaluate(enough, few));
            Assert.Throws<ArgumentException>(() => metric.Evaluate(few, enough));
        }

        // The distance alone is that of the samples from the truth, in this order.
        (Samples x, Samples y) = (Points.Normal(20, 2, 1), Points.Normal(20, 2, 2, shift: 1));
        Assert.All(metrics, one => Assert.Equal(one.Metric.Evaluate(x, y).Value, one.Metric.Distance(x, y), 1e-10));
        Assert.Throws<ArgumentException>(() => new FrechetDistance().Distance(Points.Normal(1, 2, 1), y));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrechetDistance { Groups = 1 }.Evaluate(x, y));
    }

    [Fact]
    public void The_gap_of_log_densities_has_the_errors_of_two_means()
    {
        GaussianMixture law = GaussianMixture.Ring(3, 1, 0.2);
        NoiseLevel level = new VariancePreserving(new LinearSchedule()).At(0.2);
        double[] Densities(Samples samples) =>
            [.. Enumerable.Range(0, samples.Count).Select(row => law.LogDensity([samples[row][0], samples[row][1]], level))];
        Samples x = Points.Normal(25, 2, 1);
        Samples y = Points.Normal(60, 2, 2, shift: 0.5);
        double[] p = Densities(x), q = Densities(y);
        MetricValue value = new LogDensityGap(law, level).Evaluate(x, y);
        Assert.Equal(p.Average() - q.Average(), value.Value, 1e-10);
        Assert.Equal(Math.Sqrt((PlainMetrics.Variance(p) / 25) + (PlainMetrics.Variance(q) / 60)), value.StandardError, 1e-10);
    }

    private static void Near(MetricValue expected, MetricValue value)
    {
        Assert.Equal(1, value.Value / expected.Value, 1e-5);
        Assert.Equal(1, value.StandardError / expected.StandardError, 1e-4);
    }

    // Group g holds the rows from ⌊n g/G⌋ to ⌊n (g + 1)/G⌋ of a random order.
    private static Samples WithoutGroup(Samples samples, int group, int groups, ulong seed, uint interval)
    {
        int[] order = RandomOrder.Of(samples.Count, new NoiseKey(seed, interval, NoisePurpose.Metric));
        return PlainMetrics.Without(samples, order[(samples.Count * group / groups)..(samples.Count * (group + 1) / groups)]);
    }
}

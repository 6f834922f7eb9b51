using MathNet.Numerics.Distributions;
using ScoreSde.Metrics;

namespace ScoreSde.Tests.Metrics;

public sealed class SlicedWassersteinTests
{
    private static readonly SlicedWasserstein Metric = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    public void Identical_samples_are_at_distance_zero_in_any_order(int dimension)
    {
        Samples points = Points.Normal(150, dimension, 1);
        Samples reversed = points.Select([.. Enumerable.Range(0, points.Count).Reverse()]);
        Assert.Equal(new MetricValue(0, 0), Metric.Evaluate(points, points));
        Assert.Equal(new MetricValue(0, 0), Metric.Evaluate(points, reversed));
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(-1, 0)]
    public void A_shift_by_a_in_the_plane_is_at_distance_a_over_root_two(float x, float y)
    {
        // Equally spaced directions average cos² exactly, so that only the rounding of floats of size 10 is left.
        Samples points = Points.Normal(300, 2, 1);
        Samples shifted = Points.Map(points, (value, j) => value + (j == 0 ? x : y));
        Assert.Equal(Math.Sqrt(((x * x) + (y * y)) / 2), Metric.Evaluate(points, shifted).Value, 1e-5);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(64)]
    public void A_shift_of_a_point_mass_is_at_squared_distance_a_squared_over_d(int dimension)
    {
        // (θ·a)² for |a| = 1 has mean 1/d and second moment 3/(d (d + 2)); compared at 4.5 standard errors, α = 7e-6.
        const int Directions = 4000;
        double d = dimension;
        double error = Math.Sqrt(((3 / (d * (d + 2))) - (1 / (d * d))) / Directions);
        Samples origin = new(new float[2 * dimension], dimension);
        Samples shifted = Points.Map(origin, (_, j) => j == 0 ? 1 : 0);
        double value = Math.Pow((Metric with { Directions = Directions, Seed = 3 }).Evaluate(origin, shifted).Value, 2);
        Assert.InRange(value, (1 / d) - (4.5 * error), (1 / d) + (4.5 * error));
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0, 2)]
    [InlineData(-1, 0.25)]
    public void Gaussians_on_a_line_are_at_their_known_distance(double mean, double deviation)
    {
        // At the same quantiles u of both, the distance is √(mean² + (1 − deviation)² · average of Φ⁻¹(u)²), but for float rounding.
        double[] quantiles = [.. Enumerable.Range(0, 999).Select(i => Normal.InvCDF(0, 1, (i + 0.5) / 999))];
        Samples x = Points.Of(1, [.. quantiles.Select(q => (float)q)]);
        Samples y = Points.Of(1, [.. quantiles.Select(q => (float)(mean + (deviation * q)))]);
        double expected = Math.Sqrt((mean * mean) + (Math.Pow(1 - deviation, 2) * quantiles.Average(q => q * q)));
        Assert.Equal(expected, Metric.Evaluate(x, y).Value, 1e-6);
    }

    [Fact]
    public void Sets_of_different_sizes_are_compared_exactly()
    {
        // F⁻¹ is 0, 1 on halves and G⁻¹ is 0, ½, 1 on thirds: they differ by ½ on [1/3, 2/3] alone.
        Assert.Equal(Math.Sqrt(0.25 / 3), Metric.Evaluate(Points.Of(1, 1, 0), Points.Of(1, 0.5f, 1, 0)).Value, 1e-7);
        Samples points = Points.Normal(60, 3, 1);
        Samples twice = points.Select([.. Enumerable.Range(0, 120).Select(i => i % 60)]);
        Assert.Equal(0, Metric.Evaluate(points, twice).Value);
    }

    [Fact]
    public void It_is_symmetric_and_scales_with_the_data()
    {
        Samples x = Points.Normal(130, 5, 1);
        Samples y = Points.Normal(91, 5, 2, shift: 1);
        MetricValue value = Metric.Evaluate(x, y);
        Assert.Equal(value.Value, Metric.Evaluate(y, x).Value, 1e-12);
        MetricValue four = Metric.Evaluate(Points.Map(x, (v, _) => 4 * v), Points.Map(y, (v, _) => 4 * v));
        Assert.Equal(4 * value.Value, four.Value);
        Assert.Equal(4 * value.StandardError, four.StandardError, 1e-12);
    }

    [Fact]
    [Trait("Category", "Once")]
    public void The_standard_error_is_the_spread_over_repetitions() =>
        ErrorHonesty.Check(Metric with { Directions = 12 }, shift: 1.5);

    [Fact]
    public void The_standard_error_is_that_of_leaving_out_each_row_in_turn()
    {
        // The infinitesimal jackknife and the one that leaves rows out differ by terms of order 1/n.
        Samples x = Points.Normal(100, 2, 1);
        Samples y = Points.Normal(140, 2, 2, shift: 1.5);
        SlicedWasserstein few = Metric with { Directions = 8 };
        double variance = LeaveOneOut(x, part => few.Evaluate(part, y).Value) + LeaveOneOut(y, part => few.Evaluate(x, part).Value);
        Assert.InRange(few.Evaluate(x, y).StandardError / Math.Sqrt(variance), 0.97, 1.03);
    }

    [Fact]
    public void The_bits_are_the_same_on_every_processor()
    {
        // On a line the directions are ±1 exactly, so that no library's sine or logarithm has a part in it.
        MetricValue value = Metric.Evaluate(Points.Uniform(201, 1, 1), Points.Uniform(130, 1, 2, shift: 0.5));
        Assert.Equal("3FDF478605649742", $"{BitConverter.DoubleToInt64Bits(value.Value):X}");
        Assert.Equal("3FA04036C19E2515", $"{BitConverter.DoubleToInt64Bits(value.StandardError):X}");
    }

    [Fact]
    public void Samples_of_another_dimension_are_refused() =>
        Assert.Throws<ArgumentException>(() => Metric.Evaluate(Points.Normal(10, 2, 1), Points.Normal(10, 3, 1)));

    private static double LeaveOneOut(Samples samples, Func<Samples, double> value)
    {
        int n = samples.Count;
        double[] values = [.. Enumerable.Range(0, n).Select(left => value(samples.Select([.. Enumerable.Range(0, n).Where(row => row != left)])))];
        double mean = values.Average();
        return values.Sum(one => (one - mean) * (one - mean)) * (n - 1) / n;
    }
}

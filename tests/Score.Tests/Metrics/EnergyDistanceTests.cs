using MathNet.Numerics.Distributions;
using ScoreSde.Metrics;

namespace ScoreSde.Tests.Metrics;

public sealed class EnergyDistanceTests
{
    private static readonly EnergyDistance Metric = new();
    private static readonly EnergyDistance Unbiased = new() { Unbiased = true };

    [Theory]
    [InlineData(3, 3, 1)]
    [InlineData(4, 63, 2)]
    [InlineData(64, 65, 3)]
    [InlineData(127, 128, 5)]
    [InlineData(129, 200, 16)]
    [InlineData(70, 70, 64)]
    public void It_is_the_plain_double_sum_over_all_pairs(int n, int m, int dimension)
    {
        // Distances are floats: one in 10⁷ of each, and of sums that are of the order of the dimension's root.
        Samples x = Points.Normal(n, dimension, 1);
        Samples y = Points.Normal(m, dimension, 2, shift: 1);
        double across = MeanDistance(x, y);
        double within = MeanDistance(x, x);
        double other = MeanDistance(y, y);
        double tolerance = 1e-6 * across;
        Assert.Equal((2 * across) - within - other, Metric.Evaluate(x, y).Value, tolerance);
        double unbiased = (2 * across) - (within * n / (n - 1)) - (other * m / (m - 1));
        Assert.Equal(unbiased, Unbiased.Evaluate(x, y).Value, tolerance);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(2)]
    public void Gaussians_on_a_line_are_at_their_known_distance(double mean)
    {
        // X − Y ~ N(mean, 2): E|X − Y| = (2/√π) e^(−mean²/4) + mean (2 Φ(mean/√2) − 1), and E|X − X'| = 2/√π. At 4.5 errors: α = 7e-6.
        double across = (2 / Math.Sqrt(Math.PI) * Math.Exp(-mean * mean / 4)) + (mean * ((2 * Normal.CDF(0, 1, mean / Math.Sqrt(2))) - 1));
        double expected = 2 * (across - (2 / Math.Sqrt(Math.PI)));
        MetricValue value = Unbiased.Evaluate(Points.Normal(1200, 1, 1), Points.Normal(900, 1, 2, mean));
        Assert.InRange(value.Value, expected - (4.5 * value.StandardError), expected + (4.5 * value.StandardError));
        Assert.InRange(value.StandardError, 0, 0.1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3.5)]
    public void Uniform_laws_side_by_side_are_at_twice_their_shift_less_two_thirds(double shift)
    {
        MetricValue value = Unbiased.Evaluate(Points.Uniform(900, 1, 1), Points.Uniform(900, 1, 2, shift));
        double expected = (2 * shift) - (2.0 / 3);
        Assert.InRange(value.Value, expected - (4.5 * value.StandardError), expected + (4.5 * value.StandardError));
        Assert.InRange(value.StandardError, 0, 0.05);
    }

    [Fact]
    public void Identical_samples_are_at_distance_zero_but_for_rounding()
    {
        Samples points = Points.Normal(500, 3, 1);
        Assert.InRange(Math.Abs(Metric.Evaluate(points, points).Value), 0, 1e-6);
    }

    [Fact]
    public void The_cap_takes_a_subset_that_the_seed_fixes()
    {
        Samples x = Points.Normal(400, 2, 1);
        Samples y = Points.Normal(400, 2, 2);
        EnergyDistance capped = Metric with { Cap = 100, Seed = 4 };
        Assert.Equal(capped.Evaluate(x, y), capped.Evaluate(x, y));
        Assert.NotEqual(capped.Evaluate(x, y), (capped with { Seed = 5 }).Evaluate(x, y));

        // The error grows by √(400/100) as the rows become fewer, within the spread of a spread of 100 rows.
        Assert.InRange(capped.Evaluate(x, y).StandardError / Metric.Evaluate(x, y).StandardError, 1.5, 8);
    }

    [Fact]
    [Trait("Category", "Once")]
    public void The_standard_error_is_the_spread_over_repetitions() => ErrorHonesty.Check(Metric, shift: 1.5);

    [Fact]
    public void The_bits_are_the_same_on_every_processor()
    {
        MetricValue value = Metric.Evaluate(Points.Uniform(201, 7, 1), Points.Uniform(130, 7, 2, shift: 0.5));
        Assert.Equal("3FF3389A0308D5BB", $"{BitConverter.DoubleToInt64Bits(value.Value):X}");
        Assert.Equal("3FA99DAD74FF4F5D", $"{BitConverter.DoubleToInt64Bits(value.StandardError):X}");
    }

    private static double MeanDistance(Samples x, Samples y)
    {
        double sum = 0;
        for (int i = 0; i < x.Count; i++)
        {
            for (int j = 0; j < y.Count; j++)
            {
                double square = 0;
                for (int k = 0; k < x.Dimension; k++)
                {
                    square += Math.Pow((double)x[i][k] - y[j][k], 2);
                }

                sum += Math.Sqrt(square);
            }
        }

        return sum / ((double)x.Count * y.Count);
    }
}

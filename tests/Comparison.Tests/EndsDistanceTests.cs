using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.References;
using ScoreSde.Data;
using ScoreSde.Metrics;
using ScoreSde.Noise;
using ScoreSde.States;

namespace ScoreSde.Tests;

public sealed class EndsDistanceTests
{
    private static readonly MeasureFacts Facts = new("flowDistance", "flow", MeasureGoal.Low, OfPaths: true);

    /// <summary>The distance by brute force; its error is what leaving one sample out after the other makes of it, which for many samples is the same.</summary>
    [Theory]
    [InlineData(1, 400)]
    [InlineData(3, 400)]
    [InlineData(64, 200)]
    public void Distances_and_their_errors_are_those_of_brute_force(int dimension, int count)
    {
        double[] first = Normals(dimension, count, 0);
        double[] second = Normals(dimension, count, 1);
        MetricValue value = EndsDistance.Between(first, second, dimension);
        Assert.Equal(Rms(Enumerable.Range(0, count)), value.Value, 1e-12);
        double[] without = [.. Enumerable.Range(0, count).Select(left => Rms(Enumerable.Range(0, count).Where(row => row != left)))];
        double mean = without.Average();
        Assert.InRange(value.StandardError / Math.Sqrt((count - 1.0) / count * without.Sum(one => (one - mean) * (one - mean))), 0.97, 1.03);

        double Rms(IEnumerable<int> rows) =>
            Math.Sqrt(rows.Average(row => Enumerable.Range(row * dimension, dimension).Sum(i => (first[i] - second[i]) * (first[i] - second[i]))));
    }

    /// <summary>Of two samples off by a and b the mean square is (a² + b²)/2 and its error |a² − b²|/2; of a root it is that over twice the root.</summary>
    [Theory]
    [InlineData(3, 4)]
    [InlineData(4, 3)]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    public void Two_samples_have_the_error_of_two(double a, double b)
    {
        MetricValue value = EndsDistance.Between([1, 1 + a, 5 + b, 5], [1, 1, 5, 5], 2);
        double root = Math.Sqrt(((a * a) + (b * b)) / 2);
        Assert.Equal(root, value.Value, 1e-12);
        Assert.Equal(Math.Abs((a * a) - (b * b)) / 2 / (2 * root), value.StandardError, 1e-12);
    }

    [Fact]
    public void Equal_ends_are_at_no_distance_and_one_sample_has_no_error()
    {
        Assert.Equal(new MetricValue(0, 0), EndsDistance.Between([1, 2], [1, 2], 1));
        Assert.Equal(new MetricValue(5, 0), EndsDistance.Between([1, 2], [4, 6], 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Samples_have_numbers(int dimension) =>
        Assert.Equal("dimension", Assert.Throws<ArgumentOutOfRangeException>(() => EndsDistance.Between([1, 2], [1, 2], dimension)).ParamName);

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(4, 2, 2)]
    [InlineData(3, 3, 2)]
    public void Ends_are_as_many_on_both_sides_and_whole_samples(int first, int second, int dimension) =>
        Assert.Throws<ArgumentException>(() => EndsDistance.Between(new double[first], new double[second], dimension));

    /// <summary>The first samples are judged, as many as have ends, and only those of methods that the ends are for.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_first_samples_of_the_methods_meant_are_judged(bool ofStochastic)
    {
        float[] samples = Array.ConvertAll(Normals(2, 20, 0), static value => (float)value);
        double[] ends = Normals(2, 7, 1);
        var distance = new EndsDistance(Facts, ends, 2, ofStochastic);
        Assert.Equal(7, distance.Paths);
        Assert.Equal(EndsDistance.Between(Array.ConvertAll(samples[..14], static value => (double)value), ends, 2), distance.Of(new Samples(samples, 2)));
        Assert.Equal(ofStochastic, distance.AppliesTo(isStochastic: true));
        Assert.Equal(!ofStochastic, distance.AppliesTo(isStochastic: false));
    }

    private static double[] Normals(int dimension, int count, ulong seed)
    {
        var space = new TileSpace<double>(count, dimension);
        Tile<double> tile = space.Allocate();
        space.FillNormal(tile, 1, new NoiseKey(seed, 0, NoisePurpose.Prior));
        return tile.Values.ToArray();
    }
}

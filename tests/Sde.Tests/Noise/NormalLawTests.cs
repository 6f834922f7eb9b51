using ScoreSde.Noise;

namespace ScoreSde.Tests.Noise;

/// <summary>Whether the numbers are standard normal and independent. Seeds are pinned; every bound has α ≤ 10⁻⁵.</summary>
public sealed class NormalLawTests
{
    private const int Count = 65_536;

    // Two-sided normal quantile of α = 10⁻⁵.
    private const double Quantile = 4.42;
    private static readonly NoiseKey Key = new(2024, 0, NoisePurpose.Step);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(64)]
    public void Moments_are_those_of_the_standard_normal(int dimension)
    {
        float[] z = Draw(dimension, Key);

        // E zᵏ = 0, 1, 0, 3, and their variances 1, 2, 15, 96.
        (double mean, double variance)[] moments = [(0, 1), (1, 2), (0, 15), (3, 96)];
        for (int k = 1; k <= 4; k++)
        {
            double average = z.Average(x => Math.Pow(x, k));
            (double mean, double variance) = moments[k - 1];
            Assert.InRange((average - mean) / Math.Sqrt(variance / z.Length), -Quantile, Quantile);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void The_distribution_function_is_the_normal_one(int dimension)
    {
        float[] z = Draw(dimension, Key with { Interval = 1 });
        Array.Sort(z);
        double distance = 0;
        for (int i = 0; i < z.Length; i++)
        {
            double p = MathNet.Numerics.Distributions.Normal.CDF(0, 1, z[i]);
            distance = Math.Max(distance, Math.Max(p - ((double)i / z.Length), ((double)(i + 1) / z.Length) - p));
        }

        // Kolmogorov–Smirnov: 2 exp(−2 n d²) = 10⁻⁵.
        Assert.InRange(distance, 0, Math.Sqrt(Math.Log(2e5) / (2 * z.Length)));
    }

    [Fact]
    public void Neighbours_do_not_correlate()
    {
        const int dimension = 8;
        float[] z = Draw(dimension, Key);
        float[] shifted = new float[z.Length];
        Normals.Fill<float>(shifted, dimension, 1, Key);
        Uncorrelated(z, shifted);
        Uncorrelated(z, Draw(dimension, Key with { Interval = 1 }));
        Uncorrelated(z, Draw(dimension, Key with { Purpose = NoisePurpose.Corrector }));
        Uncorrelated(z, Draw(dimension, Key with { Seed = Key.Seed + 1 }));
        Uncorrelated(z, Draw(dimension, Key with { Seed = Key.Seed + (1UL << 32) }));
        Uncorrelated(z.AsSpan(0, z.Length - 1), z.AsSpan(1));
        float[] far = new float[z.Length];
        Normals.Fill<float>(far, dimension, 1L << 32, Key);
        Uncorrelated(z, far);
    }

    [Fact]
    public void Squares_of_the_two_numbers_of_a_pair_do_not_correlate()
    {
        float[] z = Draw(2, Key);
        double sum = 0;
        for (int i = 0; i < z.Length; i += 2)
        {
            sum += ((z[i] * z[i]) - 1) * ((z[i + 1] * z[i + 1]) - 1);
        }

        // Each product has mean 0 and variance 4.
        Assert.InRange(sum / Math.Sqrt(4 * (z.Length / 2.0)), -Quantile, Quantile);
    }

    private static float[] Draw(int dimension, NoiseKey key)
    {
        var values = new float[Count / dimension * dimension];
        Normals.Fill<float>(values, dimension, 0, key);
        return values;
    }

    private static void Uncorrelated(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        Assert.InRange(sum / Math.Sqrt(a.Length), -Quantile, Quantile);
    }
}

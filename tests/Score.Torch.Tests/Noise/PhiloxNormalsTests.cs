using ScoreSde.Noise;
using ScoreSde.Torch.Noise;

namespace ScoreSde.Tests.Noise;

public sealed class PhiloxNormalsTests
{
    [TorchTheory]
    [InlineData(1, 0L, 1UL)]
    [InlineData(1, 3L, 1UL)]
    [InlineData(1, (1L << 34) - 5, 7UL)]
    [InlineData(2, 5L, 2UL)]
    [InlineData(2, 8589934586L, 2UL)]
    [InlineData(3, 4294967290L, 0xFFFFFFFFFFFFFFFFUL)]
    [InlineData(4, 0L, 0x8000000080000000UL)]
    [InlineData(7, (1L << 56) - 20, 3UL)]
    [InlineData(64, 123456789012L, 4UL)]
    public void Numbers_are_those_of_the_host_to_the_rounding_of_logarithm_and_cosine(int dimension, long first, ulong seed)
    {
        var key = new NoiseKey(seed, 0xDEADBEEF, NoisePurpose.Label);
        var expected = new double[20 * dimension];
        Normals.Fill<double>(expected, dimension, first, key);

        using var philox = new PhiloxNormals(dimension, torch.float64, torch.CPU);
        philox.MoveTo(first, 20);
        using Tensor drawn = philox.Draw(key);

        Assert.Equal([1L, 20L, dimension], drawn.shape);
        Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(drawn), expected), 0, 4e-15);
    }

    [TorchFact]
    public void A_second_draw_and_a_changed_seed_leave_nothing_of_the_first_behind()
    {
        using var philox = new PhiloxNormals(5, torch.float64, torch.CPU);
        philox.MoveTo(7, 3);
        philox.Draw(new NoiseKey(1, 1, NoisePurpose.Step)).Dispose();
        philox.Draw(new NoiseKey(2, 3, NoisePurpose.Churn)).Dispose();
        var key = new NoiseKey(1, 2, NoisePurpose.Prior);
        var expected = new double[15];
        Normals.Fill<double>(expected, 5, 7, key);

        using Tensor drawn = philox.Draw(key);

        Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(drawn), expected), 0, 4e-15);
    }

    [TorchTheory]
    [InlineData(2, torch.ScalarType.Float32)]
    [InlineData(7, torch.ScalarType.Float64)]
    [InlineData(64, torch.ScalarType.Float32)]
    public void Intervals_drawn_at_once_have_the_bits_of_intervals_drawn_alone(int dimension, torch.ScalarType type)
    {
        using var philox = new PhiloxNormals(dimension, type, torch.CPU);
        philox.MoveTo(4294967290L, 13);
        var key = new NoiseKey(0xFEDCBA9876543210UL, uint.MaxValue - 4, NoisePurpose.Corrector);

        using Tensor together = philox.Draw(key, 5);

        Assert.Equal([5L, 13L, dimension], together.shape);
        for (uint i = 0; i < 5; i++)
        {
            using Tensor alone = philox.Draw(key with { Interval = key.Interval + i });
            using Tensor one = together.select(0, i);
            Assert.Equal(OnTensors.Values<byte>(alone), OnTensors.Values<byte>(one));
        }
    }
}

using ScoreSde.Noise;
using ScoreSde.Torch.Noise;

namespace ScoreSde.Tests.Noise;

/// <summary>Batches of another size, samples that share a block wherever they begin, and what is left of noise.</summary>
public sealed class NoiseMemoryTests
{
    [TorchTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void Every_first_sample_and_number_of_rows_has_the_numbers_of_the_host(int dimension)
    {
        using var philox = new PhiloxNormals(dimension, torch.float64, torch.CPU);
        var key = new NoiseKey(0x123456789ABCDEF0UL, 3, NoisePurpose.Prior);
        for (int first = 0; first < 5; first++)
        {
            for (int rows = 1; rows < 6; rows++)
            {
                var expected = new double[rows * dimension];
                Normals.Fill<double>(expected, dimension, first, key);
                philox.MoveTo(first, rows);
                using Tensor drawn = philox.Draw(key);
                Assert.Equal([1L, rows, dimension], drawn.shape);
                Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(drawn), expected), 0, 1e-14);
            }
        }
    }

    [TorchFact]
    public void Nothing_is_left_of_noise_however_it_was_asked_for()
    {
        Use();
        long before = LiveTensors.Count();
        object[] kept = [Use(), Use(), Use()];
        Assert.Equal(before, Tensor.TotalCount);
        GC.KeepAlive(kept);

        static object Use()
        {
            var philox = new PhiloxNormals(5, torch.float32, torch.CPU);
            var ahead = new NoiseAhead(5, torch.float32, torch.CPU, 100);
            ahead.Expect(7);
            for (int batch = 0; batch < 3; batch++)
            {
                philox.MoveTo(3 * batch, 3);
                ahead.MoveTo(3 * batch, 3);
                foreach (ulong seed in new[] { 1UL, 2UL })
                {
                    philox.Draw(new NoiseKey(seed, 4, NoisePurpose.Step), 2).Dispose();
                    for (uint i = 0; i < 9; i++)
                    {
                        ahead.Draw(new NoiseKey(seed, i, NoisePurpose.Step)).Dispose();
                        ahead.Draw(new NoiseKey(seed, i, NoisePurpose.Churn)).Dispose();
                    }
                }
            }

            philox.Dispose();
            ahead.Dispose();
            return (philox, ahead);
        }
    }
}

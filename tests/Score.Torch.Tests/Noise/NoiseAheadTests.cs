using ScoreSde.Noise;
using ScoreSde.Tests.Launches;
using ScoreSde.Torch.Noise;

namespace ScoreSde.Tests.Noise;

public sealed class NoiseAheadTests
{
    private const int Rows = 6;
    private const int Dimension = 5;

    [TorchTheory]
    [InlineData(1)]
    [InlineData(4 * Rows * Dimension)]
    [InlineData(100 * Rows * Dimension)]
    public void Whatever_is_asked_in_whatever_order_the_numbers_are_those_of_single_draws(long mostNumbers)
    {
        using var ahead = new NoiseAhead(Dimension, torch.float32, torch.CPU, mostNumbers);
        using var single = new PhiloxNormals(Dimension, torch.float32, torch.CPU);
        var order = new Random(1);
        foreach (long first in new[] { 0, Rows, 3L * Rows })
        {
            ahead.MoveTo(first, Rows);
            single.MoveTo(first, Rows);
            uint interval = 0;
            for (int i = 0; i < 200; i++)
            {
                // Mostly onwards, sometimes back or far away, with two seeds and three purposes.
                interval = order.Next(20) switch { 0 => (uint)order.Next(), 1 => interval - Math.Min(interval, 3), 2 => interval, _ => interval + 1 };
                var key = new NoiseKey(order.Next(30) == 0 ? 1UL : 2, interval, (NoisePurpose)order.Next(1, 4));
                using Tensor expected = single.Draw(key);
                using Tensor drawn = ahead.Draw(key);
                Assert.Equal([Rows, Dimension], drawn.shape);
                Assert.Equal(OnTensors.Values<float>(expected), OnTensors.Values<float>(drawn));
            }
        }
    }

    [TorchFact]
    public void Passes_grow_twofold_and_a_second_batch_needs_one()
    {
        using var ahead = new NoiseAhead(Dimension, torch.float32, torch.CPU, 1L << 20);
        ahead.MoveTo(0, Rows);
        Assert.Equal(1 + 6, Passes(ahead));
        ahead.MoveTo(Rows, Rows);
        Assert.Equal(1 + 1, Passes(ahead));

        using var bounded = new NoiseAhead(Dimension, torch.float32, torch.CPU, 8 * Rows * Dimension);
        bounded.MoveTo(0, Rows);
        Assert.Equal(1 + 3 + 7, Passes(bounded));
        bounded.MoveTo(Rows, Rows);
        Assert.Equal(1 + 8, Passes(bounded));
    }

    // The prior and 63 steps: 1 + 2 + 4 + 8 + 16 + 32 intervals.
    private static int Passes(NoiseAhead ahead)
    {
        using var recorded = new RecordedOperations();
        ahead.Draw(new NoiseKey(1, 0, NoisePurpose.Prior)).Dispose();
        for (uint i = 0; i < 63; i++)
        {
            ahead.Draw(new NoiseKey(1, i, NoisePurpose.Step)).Dispose();
        }

        return recorded.Kernels.Count(name => name == "aten::log_");
    }
}

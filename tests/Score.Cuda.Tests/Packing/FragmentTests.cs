using ScoreSde.Cuda.Packing;

namespace ScoreSde.Tests.Packing;

/// <summary>Weights in bfloat16 where the lanes of a warp look for them.</summary>
public sealed class FragmentTests
{
    private const int Width = 64;

    [Theory]
    [InlineData(1f, 0x3F80)]
    [InlineData(-2f, 0xC000)]
    [InlineData(1.00390625f, 0x3F80)] // half way, down to even
    [InlineData(1.01171875f, 0x3F82)] // half way, up to even
    [InlineData(1.004f, 0x3F81)]
    [InlineData(0f, 0)]
    public void Rounding_is_to_nearest_and_to_even(float value, int bits) => Assert.Equal(bits, BFloat16.Round(value));

    [Fact]
    public void Each_lane_finds_its_numbers_in_order()
    {
        float[][] layers = [.. Enumerable.Range(0, 2).Select(layer => Matrix(layer))];
        ushort[] packed = BlockFragments.Pack(layers, Width, split: false);
        Assert.Equal(2 * Width * Width, packed.Length);
        int[] inputs = [0, 1, 8, 9, 16, 17, 24, 25];
        for (int i = 0; i < packed.Length; i++)
        {
            (int layer, int inLayer) = Math.DivRem(i, Width * Width);
            (int n, int inTile) = Math.DivRem(inLayer, Width * 8);
            (int q, int inStep) = Math.DivRem(inTile, 256);
            (int lane, int place) = Math.DivRem(inStep, 8);
            float expected = layers[layer][(((8 * n) + (lane / 4)) * Width) + (32 * q) + (2 * (lane % 4)) + inputs[place]];
            Assert.Equal(BFloat16.Round(expected), packed[i]);
        }
    }

    [Fact]
    public void A_weight_is_two_halves_to_16_bits()
    {
        float[] weights = Matrix(0);
        ushort[] packed = BlockFragments.Pack([weights], Width, split: true);
        ushort[] high = BlockFragments.Pack([weights], Width, split: false);
        Assert.Equal(high, packed[..high.Length]);
        double[] sums = [.. Enumerable.Range(0, high.Length).Select(i => (double)BFloat16.ToSingle(packed[i]) + BFloat16.ToSingle(packed[high.Length + i])).Order()];
        double[] expected = [.. weights.Select(static weight => (double)weight).Order()];
        for (int i = 0; i < sums.Length; i++)
        {
            Assert.InRange(Math.Abs(sums[i] - expected[i]), 0, Math.ScaleB(Math.Abs(expected[i]), -16));
        }
    }

    private static float[] Matrix(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Width * Width).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }
}

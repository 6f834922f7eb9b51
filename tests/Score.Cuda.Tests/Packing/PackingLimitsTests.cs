using ScoreSde.Cuda.Packing;
using ScoreSde.Networks;
using ScoreSde.Scores;
using ScoreSde.Tests.Networks;

namespace ScoreSde.Tests.Packing;

/// <summary>Where packed numbers lie and how many there may be.</summary>
[Trait("Category", "Once")]
public sealed class PackingLimitsTests
{
    [Theory]
    [InlineData(0x3F80, 1f)]
    [InlineData(0xC040, -3f)]
    [InlineData(0x4049, 3.140625f)]
    public void Halves_stand_for_the_upper_bits(int bits, float value) => Assert.Equal(value, BFloat16.ToSingle((ushort)bits));

    [Theory]
    [InlineData(1.00390637f, 0x3F81)] // just above half way
    [InlineData(1.00390613f, 0x3F80)] // just below
    [InlineData(1.01171863f, 0x3F81)] // just below, of an odd one
    [InlineData(-1.01171875f, 0xBF82)]
    public void The_last_bit_decides_beside_half_way(float value, int bits) => Assert.Equal(bits, BFloat16.Round(value));

    [Theory]
    [InlineData(1, 2147483591L)]
    [InlineData(3, 715827863L)]
    public void A_table_has_as_many_numbers_as_an_array(int levels, long stride) => Assert.Equal(levels * stride, TableLength.Of(levels, stride));

    [Theory]
    [InlineData(1, 2147483592L)]
    [InlineData(1 << 20, 1L << 20)]
    public void A_longer_table_is_refused(int levels, long stride) => Assert.Equal(
        $"The run asks the model at {levels} noise levels of {stride} numbers each, more than one table holds; take fewer steps.",
        Assert.Throws<NotSupportedException>(() => TableLength.Of(levels, stride)).Message);

    [Fact]
    public void What_rounding_left_off_follows_all_layers_in_their_order()
    {
        var layers = new float[2][];
        for (int layer = 0; layer < 2; layer++)
        {
            layers[layer] = new float[64 * 64];
            Array.Fill(layers[layer], layer == 0 ? 1.00390625f : 2.0078125f);
        }

        // 1 + 2⁻⁸ is 1 (0x3F80) and 2⁻⁸ (0x3B80); twice that is 2 (0x4000) and 2⁻⁷ (0x3C00).
        ushort[] packed = BlockFragments.Pack(layers, 64, split: true);
        Assert.Equal(4 * 4096, packed.Length);
        int[] expected = [0x3F80, 0x4000, 0x3B80, 0x3C00];
        for (int i = 0; i < packed.Length; i++)
        {
            Assert.Equal(expected[i / 4096], packed[i]);
        }
    }

    [Fact]
    public void A_wide_matrix_is_packed_eight_outputs_after_the_other()
    {
        // Of 128 inputs there are four times 32: output 8n + l/4 and input 32q + 2(l mod 4) of lane l come at ((4n + q) · 32 + l) · 8.
        var weights = new float[128 * 128];
        weights[(41 * 128) + 70] = 1;
        ushort[] packed = BlockFragments.Pack([weights], 128, split: false);
        Assert.Equal(128 * 128, packed.Length);
        Assert.Equal(((((5 * 4) + 2) * 32) + 7) * 8, Array.IndexOf(packed, (ushort)0x3F80));
        Assert.Equal(1, packed.Count(static one => one != 0));
    }

    [Theory]
    [InlineData(7, 8, 8)]
    [InlineData(8, 8, 8)]
    [InlineData(9, 8, 16)]
    [InlineData(64, 64, 64)]
    [InlineData(65, 64, 128)]
    public void A_width_is_padded_to_the_next_multiple(int width, int unit, int padded) => Assert.Equal(padded, Packing(new MlpSettings(2, width, 1, 4, 0), unit).Width);

    [Fact]
    public void Padding_is_zero_and_matrices_lie_in_order()
    {
        // One dimension, two units of eight, one layer, one class: input 8, layer 64, output 8, bias 1, two rows of classes.
        var settings = new MlpSettings(1, 2, 1, 2, 1);
        ResidualMlp<double> network = TestNetworks.Create<double>(settings);
        double[][] p = [.. network.Parameters.Select(static parameter => parameter.Values)];
        double[] packed = new PerceptronPacking(settings, p, 8).Weights<double>();
        var expected = new double[8 + 64 + 8 + 1 + 16];
        (expected[0], expected[1]) = (p[0][0], p[0][1]);
        (expected[8], expected[9], expected[16], expected[17]) = (p[4][0], p[4][2], p[4][1], p[4][3]);
        (expected[72], expected[73]) = (p[7][0], p[7][1]);
        expected[80] = p[8][0];
        (expected[81], expected[82], expected[89], expected[90]) = (p[3][0], p[3][1], p[3][2], p[3][3]);
        Assert.Equal(expected, packed);
    }

    [Fact]
    public void A_mixture_s_level_has_the_numbers_of_its_components()
    {
        // 1 + 8 · (1 + 2 + 4), and of one in three dimensions 1 + (1 + 3 + 9).
        Assert.Equal(57, MixtureLevels.Stride(GaussianMixture.Ring()));
        Assert.Equal(14, MixtureLevels.Stride(GaussianMixture.Of(Gaussian.Isotropic(new double[3], 1))));
    }

    private static PerceptronPacking Packing(MlpSettings settings, int unit) =>
        new(settings, [.. TestNetworks.Create<double>(settings).Parameters.Select(static parameter => parameter.Values)], unit);
}

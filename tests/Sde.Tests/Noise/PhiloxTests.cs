using System.Numerics;
using ScoreSde.Lanes;
using ScoreSde.Noise;
using ScoreSde.Tests.Lanes;

namespace ScoreSde.Tests.Noise;

public sealed class PhiloxTests
{
    /// <summary>The known answers of the authors' Random123 library (kat_vectors).</summary>
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(
        0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(
        0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Known_answers_come_out_at_every_width(
        uint c0, uint c1, uint c2, uint c3, uint key0, uint key1, uint x0, uint x1, uint x2, uint x3)
    {
        Assert.Equal((x0, x1, x2, x3), Philox4x32.Block(c0, c1, c2, c3, key0, key1));
        uint[] counters = [.. Enumerable.Repeat(new[] { c0, c1, c2, c3 }, 16).SelectMany(c => c)];
        uint[] expected = [.. Enumerable.Repeat(new[] { x0, x1, x2, x3 }, 16).SelectMany(x => x)];
        foreach (LaneWidth width in Widths.All)
        {
            Assert.Equal(expected, WordKernel<float>.Apply(counters, key0, key1, width));
            Assert.Equal(expected, WordKernel<double>.Apply(counters, key0, key1, width));
        }
    }

    [Fact]
    public void Every_lane_goes_its_own_way()
    {
        var random = new Random(7);
        uint[] counters = [.. Enumerable.Range(0, 64).Select(_ => (uint)random.NextInt64(1L << 32))];
        uint[] expected = [.. counters.Chunk(4).SelectMany(c => Words(Philox4x32.Block(c[0], c[1], c[2], c[3], 5, 6)))];
        foreach (LaneWidth width in Widths.All)
        {
            Assert.Equal(expected, WordKernel<float>.Apply(counters, 5, 6, width));
            Assert.Equal(expected, WordKernel<double>.Apply(counters, 5, 6, width));
        }
    }

    [Fact]
    public void A_key_and_a_sample_make_the_counter()
    {
        var key = new NoiseKey(0x1122334455667788, 0xA1B2C3D4, NoisePurpose.Forward);
        (uint X0, uint X1, uint X2, uint X3) expected =
            Philox4x32.Block(9, 0xA1B2C3D4, 0x89ABCDEF, 0x04234567, 0x55667788, 0x11223344);
        Assert.Equal(expected, key.Block(0x23456789ABCDEF, 9));
    }

    private static uint[] Words((uint X0, uint X1, uint X2, uint X3) block) => [block.X0, block.X1, block.X2, block.X3];

    /// <summary>Sixteen counters through Philox, one a lane.</summary>
    private readonly struct WordKernel<T>(T[][] words, uint key0, uint key1) : ILaneKernel<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static uint[] Apply(uint[] counters, uint key0, uint key1, LaneWidth width)
        {
            T[][] words = [.. Enumerable.Range(0, 4).Select(word => counters.Chunk(4).Select(c => Number(c[word])).ToArray())];
            var kernel = new WordKernel<T>(words, key0, key1);
            LaneDispatch.Run<T, WordKernel<T>>(ref kernel, width);
            return [.. Enumerable.Range(0, counters.Length).Select(i => Word(words[i % 4][i / 4]))];
        }

        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            for (int i = 0; i < words[0].Length; i += TLanes.Count)
            {
                nuint at = (nuint)i;
                TLanes x0 = TLanes.Load(ref words[0][0], at);
                TLanes x1 = TLanes.Load(ref words[1][0], at);
                TLanes x2 = TLanes.Load(ref words[2][0], at);
                TLanes x3 = TLanes.Load(ref words[3][0], at);
                TLanes.Philox(ref x0, ref x1, ref x2, ref x3, key0, key1);
                TLanes.Store(x0, ref words[0][0], at);
                TLanes.Store(x1, ref words[1][0], at);
                TLanes.Store(x2, ref words[2][0], at);
                TLanes.Store(x3, ref words[3][0], at);
            }
        }

        private static T Number(uint word) => typeof(T) == typeof(float)
            ? (T)(object)BitConverter.UInt32BitsToSingle(word)
            : (T)(object)BitConverter.UInt64BitsToDouble(word);

        private static uint Word(T number) => number is float single
            ? BitConverter.SingleToUInt32Bits(single)
            : checked((uint)BitConverter.DoubleToUInt64Bits((double)(object)number));
    }
}

using ScoreSde.Noise;

namespace ScoreSde.Tests.Noise;

public sealed class RandomStreamTests
{
    private static readonly NoiseKey Key = new(11, 3, NoisePurpose.Data);

    [Fact]
    public void Words_are_those_of_the_blocks_in_order()
    {
        var stream = new RandomStream(Key, 5);
        for (uint block = 0; block < 3; block++)
        {
            (uint x0, uint x1, uint x2, uint x3) = Key.Block(5, block);
            Assert.Equal([x0, x1, x2, x3], new[] { stream.NextUInt(), stream.NextUInt(), stream.NextUInt(), stream.NextUInt() });
        }
    }

    [Fact]
    public void Two_streams_of_one_name_agree_and_of_two_names_do_not()
    {
        Assert.Equal(Draw(new RandomStream(Key, 5)), Draw(new RandomStream(Key, 5)));
        Assert.Empty(Draw(new RandomStream(Key, 5)).Intersect(Draw(new RandomStream(Key, 6))));
        Assert.Empty(Draw(new RandomStream(Key, 5)).Intersect(Draw(new RandomStream(Key with { Interval = 4 }, 5))));
    }

    [Fact]
    public void Doubles_use_the_top_53_of_64_bits()
    {
        var words = new RandomStream(Key, 5);
        var doubles = new RandomStream(Key, 5);
        for (int i = 0; i < 100; i++)
        {
            double value = doubles.NextDouble();
            Assert.InRange(value, 0, 1 - (1.0 / (1L << 53)));
            Assert.Equal(words.NextULong() >> 11, value * (1L << 53));
        }
    }

    [Fact]
    public void Sixty_four_bits_are_two_words_the_first_one_above()
    {
        var words = new RandomStream(Key, 5);
        var pairs = new RandomStream(Key, 5);
        for (int i = 0; i < 100; i++)
        {
            uint first = words.NextUInt();
            uint second = words.NextUInt();
            Assert.NotEqual(first, second);
            Assert.Equal($"{first:x8}{second:x8}", $"{pairs.NextULong():x16}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Whole_numbers_below_a_bound_are_uniform(int bound)
    {
        // χ² of up to 10 classes; bounds are the 1 − 10⁻⁵ quantiles of χ² with 1 … 9 degrees of freedom, rounded up.
        double[] quantiles = [0, 19.6, 23.1, 26.0, 28.5, 30.9, 33.2, 35.3, 37.4, 39.4];
        const int draws = 20_000;
        int classes = Math.Min(bound, 10);
        var counts = new int[classes];
        var stream = new RandomStream(Key, bound);
        for (int i = 0; i < draws; i++)
        {
            int value = stream.NextBelow(bound);
            Assert.InRange(value, 0, bound - 1);
            counts[(int)((long)value * classes / bound)]++;
        }

        double mean = (double)draws / classes;
        Assert.InRange(counts.Sum(count => (count - mean) * (count - mean) / mean), 0, quantiles[classes - 1] + 1e-9);
    }

    [Fact]
    public void A_bound_that_leaves_a_surplus_rejects_it()
    {
        // 2³² words for 3 · 2²⁹ numbers: eight words for three numbers. Without rejection the multiples of 3 would get 3/8, not 1/3.
        const int bound = 3 << 29;
        var stream = new RandomStream(Key, 1);
        int low = 0;
        for (int i = 0; i < 30_000; i++)
        {
            low += stream.NextBelow(bound) % 3 == 0 ? 1 : 0;
        }

        // 10 000 ± 4.5 standard deviations of 81.6: α = 7·10⁻⁶.
        Assert.InRange(low, 10_000 - 367, 10_000 + 367);
    }

    [Fact]
    public void Normals_are_the_first_of_their_pairs()
    {
        var stream = new RandomStream(Key, 8);
        var expected = new double[8];
        Normals.Fill<double>(expected, 8, 8, Key);
        for (int i = 0; i < expected.Length; i += 2)
        {
            Assert.Equal(expected[i], stream.NextNormal());
        }
    }

    [Fact]
    public void A_bound_of_nothing_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(Key, 0).NextBelow(0));

    private static uint[] Draw(RandomStream stream)
    {
        var words = new uint[40];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = stream.NextUInt();
        }

        return words;
    }
}

using System.Numerics;
using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using ScoreSde.Lanes;
using ScoreSde.Noise;
using ScoreSde.Tests.Lanes;

namespace ScoreSde.Tests.Noise;

public sealed class NormalsTests
{
    private static readonly NoiseKey Key = new(0xDEADBEEF12345678, 17, NoisePurpose.Step);

    [Fact]
    public void Normals_follow_the_law_of_their_words()
    {
        const int dimension = 12;
        var values = new double[40 * dimension];
        Normals.Fill<double>(values, dimension, 3, Key);
        for (int row = 0; row < 40; row++)
        {
            for (int j = 0; j < dimension; j += 2)
            {
                (uint x0, uint x1, uint x2, uint x3) = Key.Block(3 + row, (uint)(j / 4));
                (double first, double second) = j % 4 == 0 ? Law(x0, x1) : Law(x2, x3);
                Assert.Equal(first, values[(row * dimension) + j], 4e-15);
                Assert.Equal(second, values[(row * dimension) + j + 1], 4e-15);
            }
        }
    }

    [Theory]
    [InlineData(0u, 6.7637)]
    [InlineData(uint.MaxValue, 1.526e-5)]
    public void The_ends_of_the_words_give_finite_radii(uint x, double radius)
    {
        (double first, double second) = Normals.Pair(x, 12345);
        Assert.Equal(radius, Math.Sqrt((first * first) + (second * second)), radius * 1e-4);
        float[] words = [BitConverter.UInt32BitsToSingle(x), BitConverter.UInt32BitsToSingle(12345)];
        BoxMuller.Transform<Lanes1<float>, float>(words);
        Assert.Equal(first, words[0], Math.Abs(first) * 5e-7);
        Assert.Equal(second, words[1], Math.Abs(second) * 5e-7);
    }

    [Fact]
    public void Floats_and_doubles_see_the_same_noise()
    {
        for (uint interval = 0; interval < 64; interval++)
        {
            var floats = new float[320];
            var doubles = new double[320];
            Normals.Fill<float>(floats, 5, interval, Key with { Interval = interval });
            Normals.Fill<double>(doubles, 5, interval, Key with { Interval = interval });
            for (int i = 0; i < floats.Length; i++)
            {
                Assert.Equal(doubles[i], floats[i], 5.0 / (1 << 24) * Math.Max(1, Math.Abs(doubles[i])));
            }
        }
    }

    [Fact]
    public void Every_width_and_dimension_gives_the_bits_of_one_block_at_a_time_in_float() => CompareWidths<float>();

    [Fact]
    public void Every_width_and_dimension_gives_the_bits_of_one_block_at_a_time_in_double() => CompareWidths<double>();

    [Fact]
    public void A_row_does_not_depend_on_its_neighbours()
    {
        Gen<(int, int, int)> cases =
            from dimension in Gen.Choose(1, 70)
            from rows in Gen.Choose(1, 40)
            from start in Gen.Choose(0, rows - 1)
            select (dimension, rows, start);
        Check.One(
            Config.QuickThrowOnFailure.WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(2), FSharpOption<int>.None))),
            Prop.ForAll(cases.ToArbitrary(), ((int Dimension, int Rows, int Start) given) =>
            {
                const long first = 1000;
                var all = new float[given.Rows * given.Dimension];
                var part = new float[(given.Rows - given.Start) * given.Dimension];
                Normals.Fill<float>(all, given.Dimension, first, Key);
                Normals.Fill<float>(part, given.Dimension, first + given.Start, Key);
                Bits.Same<float>(all.AsSpan(given.Start * given.Dimension), part, "rows");
            }));
    }

    [Fact]
    public void A_longer_row_starts_like_a_shorter_one()
    {
        var longer = new double[41];
        Normals.Fill<double>(longer, 41, 7, Key);
        for (int dimension = 3; dimension <= 40; dimension++)
        {
            var row = new double[dimension];
            Normals.Fill<double>(row, dimension, 7, Key);
            Bits.Same<double>(longer.AsSpan(0, dimension), row, $"dimension {dimension}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void In_one_and_two_dimensions_neighbouring_samples_share_a_block(int dimension)
    {
        // Beyond 2³² blocks, so that the carry into the high word is among them; every start within a block and every end.
        long boundary = (1L << 32) * 4 / dimension;
        foreach (long first in new[] { 0, 1, 2, 3, boundary - 70, boundary - 69, boundary - 1 })
        {
            foreach (int rows in new[] { 1, 2, 3, 5, 150 })
            {
                var values = new double[rows * dimension];
                double[] sum = [.. Enumerable.Range(0, values.Length).Select(i => i * 0.5)];
                Normals.Fill<double>(values, dimension, first, Key);
                Normals.Write<double>(sum, dimension, first, 0.3, Key, add: true);
                for (int i = 0; i < values.Length; i++)
                {
                    (long block, long place) = Math.DivRem((first * dimension) + i, 4);
                    (uint x0, uint x1, uint x2, uint x3) = Key.Block(block, 0);
                    (double even, double odd) = place < 2 ? Law(x0, x1) : Law(x2, x3);
                    Assert.Equal(place % 2 == 0 ? even : odd, values[i], 4e-15);
                    Assert.Equal(Math.FusedMultiplyAdd(0.3, values[i], i * 0.5), sum[i]);
                }
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(64)]
    public void Samples_beyond_32_bits_keep_their_own_noise(int dimension)
    {
        const long first = (1L << 32) - 70;
        var all = new float[140 * dimension];
        var row = new float[dimension];
        Normals.Fill<float>(all, dimension, first, Key);
        for (int i = 0; i < 140; i++)
        {
            NormalsOfRow(row, first + i);
            Bits.Same<float>(row, all.AsSpan(i * dimension, dimension), $"sample {first + i}");
        }

        NormalsOfRow(row, 0);
        Assert.NotEqual(row, all[(70 * dimension)..(71 * dimension)]);

        static void NormalsOfRow(float[] row, long sample)
        {
            var kernel = new NormalKernel<float>(row, row.Length, sample, 1, Key, false);
            kernel.Run<Lanes1<float>>();
        }
    }

    [Fact]
    public void The_noise_of_a_seed_is_the_same_for_ever()
    {
        // Pinned bits: they must not move with a processor, a compiler or a release. A change here breaks every published seed.
        var floats = new float[999];
        var doubles = new double[999];
        Normals.Fill<float>(floats, 9, 5, Key);
        Normals.Fill<double>(doubles, 9, 5, Key);
        Assert.Equal(0xBCC2F5678B49AF7AUL, Hash(MemoryMarshal.AsBytes(floats.AsSpan())));
        Assert.Equal(0xE32F676491F0AA5CUL, Hash(MemoryMarshal.AsBytes(doubles.AsSpan())));
        Normals.Fill<float>(floats.AsSpan(0, 998), 2, 5, Key);
        Assert.Equal(0x6897F9AB839FFF7BUL, Hash(MemoryMarshal.AsBytes(floats.AsSpan(0, 998))));

        // FNV-1a.
        static ulong Hash(ReadOnlySpan<byte> bytes)
        {
            ulong hash = 0xCBF29CE484222325;
            foreach (byte value in bytes)
            {
                hash = unchecked((hash ^ value) * 0x100000001B3);
            }

            return hash;
        }
    }

    [Fact]
    public void Adding_is_a_fused_multiply_add_of_the_same_normals()
    {
        foreach (int dimension in new[] { 1, 2, 3, 4, 7, 64 })
        {
            var z = new double[33 * dimension];
            double[] sum = [.. Enumerable.Range(0, z.Length).Select(i => i * 0.5)];
            double[] scaled = new double[z.Length];
            Normals.Write<double>(z, dimension, 9, 1, Key, add: false);
            Normals.Write<double>(scaled, dimension, 9, 0.3, Key, add: false);
            Normals.Write<double>(sum, dimension, 9, 0.3, Key, add: true);
            for (int i = 0; i < z.Length; i++)
            {
                Assert.Equal(0.3 * z[i], scaled[i]);
                Assert.Equal(Math.FusedMultiplyAdd(0.3, z[i], i * 0.5), sum[i]);
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    public void Filling_takes_no_notice_of_what_was_there(int dimension)
    {
        var clean = new double[8 * dimension];
        var used = new double[8 * dimension];
        Array.Fill(used, 3.5);
        Normals.Fill<double>(clean, dimension, 0, Key);
        Normals.Fill<double>(used, dimension, 0, Key);
        Assert.Equal(clean, used);
    }

    [Fact]
    public void Filling_allocates_nothing()
    {
        var values = new float[100 * 5];
        Normals.Fill<float>(values, 5, 0, Key);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Normals.Fill<float>(values, 5, 0, Key);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        var values = new float[12];
        Assert.Throws<ArgumentOutOfRangeException>(() => Normals.Fill<float>(values, 0, 0, Key));
        Refused.By("values", $"{values.Length} numbers are no multiple of the dimension 5", () =>
        {
            Normals.Fill<float>(values, 5, 0, Key);
            return null;
        });
        Assert.Throws<ArgumentOutOfRangeException>(() => Normals.Fill<float>(values, 4, -1, Key));
        Assert.Throws<ArgumentOutOfRangeException>(() => Normals.Fill<float>(values, 4, (1L << 56) - 2, Key));
        Assert.Throws<ArgumentOutOfRangeException>(() => Normals.Fill<float>(values, 4, 0, Key, double.NaN));
    }

    private static (double First, double Second) Law(uint x, uint y)
    {
        double radius = Math.Sqrt(-2 * Math.Log((x + 0.5) / 4294967296.0));
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * ((y + 0.5) / 4294967296.0));
        return (radius * cosine, radius * sine);
    }

    private static void CompareWidths<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int dimension = 1; dimension <= 40; dimension++)
        {
            var expected = new T[37 * dimension];
            var actual = new T[expected.Length];
            var kernel = new NormalKernel<T>(expected, dimension, 21, 0.7, Key, add: false);
            kernel.Run<Lanes1<T>>();
            foreach (LaneWidth width in Widths.Vectors)
            {
                var other = new NormalKernel<T>(actual, dimension, 21, 0.7, Key, add: false);
                LaneDispatch.Run<T, NormalKernel<T>>(ref other, width);
                Bits.Same<T>(expected, actual, $"dimension {dimension} at {width}");
            }
        }
    }
}

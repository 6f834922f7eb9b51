using System.Numerics;
using ScoreSde.Lanes;
using ScoreSde.Noise;
using ScoreSde.States;
using ScoreSde.Tests.Lanes;

namespace ScoreSde.Tests.Noise;

/// <summary>Normals of one row for several intervals at once, against one interval after the other.</summary>
public sealed class OneRowKernelTests
{
    private static readonly NoiseKey Key = new(0x1234_5678_9ABC_DEF0, 99, NoisePurpose.Path);

    [Theory]
    [InlineData(0)]
    [InlineData(41)]
    [InlineData(42)]
    [InlineData(43)]
    [InlineData((5L << 32) + 17)]
    [InlineData(uint.MaxValue)]
    public void All_intervals_at_once_have_the_bits_of_one_after_the_other(long sample)
    {
        Compare<float>(sample);
        Compare<double>(sample);
    }

    [Fact]
    public void A_space_fills_several_states_as_it_fills_each()
    {
        Fill<float>(1);
        Fill<double>(1);
        Fill<float>(3);
    }

    private static void Compare<T>(long sample)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (int dimension in new[] { 1, 2, 3, 4, 5, 8, 15, 16 })
        {
            foreach (int count in new[] { 1, 2, 7, 16, 33 })
            {
                (uint[] intervals, double[] scales) = Names(count);
                T[][] expected = [.. Enumerable.Range(0, count).Select(k =>
                {
                    var row = new T[dimension];
                    Normals.Write<T>(row, dimension, sample, scales[k], Key with { Interval = intervals[k] }, add: false);
                    return row;
                })];
                foreach (LaneWidth width in Widths.All)
                {
                    var actual = new T[count * dimension];
                    var kernel = new OneRowKernel<T>(actual, dimension, sample, scales, Key, intervals);
                    LaneDispatch.Run<T, OneRowKernel<T>>(ref kernel, width);
                    Bits.Same<T>(expected.SelectMany(static row => row).ToArray(), actual, $"{count} intervals of {dimension} at {width}");
                }
            }
        }
    }

    private static void Fill<T>(int rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach ((int dimension, int count) in new[] { (2, 16), (16, 32), (17, 5), (2, 33), (1, 0) })
        {
            var space = new TileSpace<T>(4, dimension);
            space.MoveTo(7, rows);
            Tile<T>[] targets = [.. Enumerable.Range(0, count).Select(_ => space.Allocate())];
            (uint[] intervals, double[] scales) = Names(count);
            space.FillNormals(targets, scales, Key, intervals);
            Tile<T> expected = space.Allocate();
            for (int k = 0; k < count; k++)
            {
                space.FillNormal(expected, scales[k], Key with { Interval = intervals[k] });
                Bits.Same<T>(expected.Values, targets[k].Values, $"state {k} of {count}, dimension {dimension}, {rows} rows");
            }
        }
    }

    private static (uint[] Intervals, double[] Scales) Names(int count) =>
        ([.. Enumerable.Range(0, count).Select(static k => (uint)(k * 2654435761L))], [.. Enumerable.Range(1, count).Select(static k => 1.0 / k)]);
}

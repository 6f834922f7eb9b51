using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Lanes;

namespace ScoreSde.Noise;

/// <summary>
/// Standard normals by the Box–Muller transform of Philox bits. Block b of a sample gives its numbers 4b … 4b + 3: words 0 and 1
/// the first two, words 2 and 3 the others. In one or two dimensions four or two neighbouring samples share a block, so that nothing of
/// it is lost: number j of sample i is number (d i + j) mod 4 of the block of sample ⌊d i/4⌋.
/// </summary>
public static class Normals
{
    /// <summary>
    /// values = scale · z, z standard normal: rows of <paramref name="dimension"/> numbers for consecutive samples. The same bits
    /// for the same key and sample, whatever the other rows, the thread or the processor; float and double see the same noise.
    /// </summary>
    /// <param name="values">Filled; its length is a multiple of the dimension.</param>
    /// <param name="dimension">Numbers in a row, at least 1.</param>
    /// <param name="firstSample">Index of the sample in the first row, 0 or more; the last one is below 2⁵⁶.</param>
    /// <param name="key">Seed, interval and purpose.</param>
    /// <param name="scale">Standard deviation; finite.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public static void Fill<T>(Span<T> values, int dimension, long firstSample, NoiseKey key, double scale = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = values.Length / Require.Positive(dimension);
        if (rows * dimension != values.Length)
        {
            throw new ArgumentException($"{values.Length} numbers are no multiple of the dimension {dimension}.", nameof(values));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(firstSample);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstSample, (1L << 56) - rows);
        Write(values, dimension, firstSample, Require.Finite(scale), key, add: false);
    }

    /// <summary>values = (add ? values : 0) + scale · z for rows of consecutive samples.</summary>
    internal static void Write<T>(Span<T> values, int dimension, long firstSample, double scale, NoiseKey key, bool add)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NoiseLedger.Note(key, firstSample, values.Length / dimension);
        if (dimension > SharedBlocks.MostDimensions)
        {
            WriteRows(values, dimension, firstSample, scale, key, add);
        }
        else
        {
            SharedBlocks.Write(values, dimension * firstSample, scale, key, add);
        }
    }

    /// <summary>As <see cref="Write"/>, for rows that have blocks of their own.</summary>
    internal static void WriteRows<T>(Span<T> values, int dimension, long firstSample, double scale, NoiseKey key, bool add)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernel = new NormalKernel<T>(values, dimension, firstSample, scale, key, add);
        LaneDispatch.Run<T, NormalKernel<T>>(ref kernel);
    }

    /// <summary>values = scale_k · z_k of one sample, a row for each interval; lengths fit.</summary>
    internal static void WriteRow<T>(
        Span<T> values, int dimension, long sample, ReadOnlySpan<double> scales, NoiseKey key, ReadOnlySpan<uint> intervals)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (uint interval in intervals)
        {
            NoiseLedger.Note(key with { Interval = interval }, sample, 1);
        }

        var kernel = new OneRowKernel<T>(values, dimension, sample, scales, key, intervals);
        LaneDispatch.Run<T, OneRowKernel<T>>(ref kernel);
    }

    /// <summary>The two normals of two random words.</summary>
    internal static (double First, double Second) Pair(uint x, uint y)
    {
        var first = Lanes1<double>.Bits(x);
        var second = Lanes1<double>.Bits(y);
        BoxMuller.Transform<Lanes1<double>, double>(ref first, ref second);
        return (Unsafe.BitCast<Lanes1<double>, double>(first), Unsafe.BitCast<Lanes1<double>, double>(second));
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;

namespace ScoreSde.Noise;

/// <summary>
/// What <see cref="NormalKernel{T}"/> writes for one row of few numbers, for several intervals at once: lanes take blocks of one interval or
/// of several, so that a vector is full where one row alone would leave most of it empty. To the same bits.
/// </summary>
/// <param name="values">[interval, dimension], written over.</param>
/// <param name="dimension">Numbers in a row.</param>
/// <param name="sample">The row's sample.</param>
/// <param name="scales">One for each interval.</param>
/// <param name="key">Seed and purpose.</param>
/// <param name="intervals">In the place of the key's own.</param>
internal readonly ref struct OneRowKernel<T>(
    Span<T> values, int dimension, long sample, ReadOnlySpan<double> scales, NoiseKey key, ReadOnlySpan<uint> intervals) : ILaneKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Numbers = 4;

    private readonly Span<T> values = values;
    private readonly ReadOnlySpan<double> scales = scales;
    private readonly ReadOnlySpan<uint> intervals = intervals;

    // Where the row begins in the first of its blocks, and what names them: samples of few numbers share theirs.
    private readonly int skipped = Shares(dimension) ? (int)(sample * dimension % Numbers) : 0;
    private readonly long row = Shares(dimension) ? sample * dimension / Numbers : sample;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int perRow = (dimension + Numbers - 1) / Numbers;
        int total = intervals.Length * perRow;
        Span<TLanes> z = stackalloc TLanes[Numbers];
        Span<TLanes> counters = stackalloc TLanes[2];
        for (int first = 0; first < total; first += TLanes.Count)
        {
            int count = Math.Min(TLanes.Count, total - first);
            for (int lane = 0; lane < count; lane++)
            {
                (int interval, int block) = Math.DivRem(first + lane, perRow);
                Put(counters, lane, intervals[interval]);
                Put(counters, TLanes.Count + lane, (uint)block);
            }

            Fill(counters, z);
            ReadOnlySpan<T> normals = MemoryMarshal.Cast<TLanes, T>(z);
            for (int lane = 0; lane < count; lane++)
            {
                (int interval, int block) = Math.DivRem(first + lane, perRow);
                Span<T> target = values.Slice((interval * dimension) + (Numbers * block), Math.Min(Numbers, dimension - (Numbers * block)));
                T scale = T.CreateTruncating(scales[interval]);
                for (int j = 0; j < target.Length; j++)
                {
                    target[j] = scale * normals[((skipped + j) * TLanes.Count) + lane];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill<TLanes>(ReadOnlySpan<TLanes> counters, Span<TLanes> z)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes x0 = counters[1];
        TLanes x1 = counters[0];
        TLanes x2 = TLanes.Bits((uint)row);
        TLanes x3 = TLanes.Bits(((uint)key.Purpose << 24) | ((uint)(row >> 32) & 0xFFFFFF));
        TLanes.Philox(ref x0, ref x1, ref x2, ref x3, (uint)key.Seed, (uint)(key.Seed >> 32));
        BoxMuller.Transform<TLanes, T>(ref x0, ref x1);
        (z[0], z[1]) = (x0, x1);
        BoxMuller.Transform<TLanes, T>(ref x2, ref x3);
        (z[2], z[3]) = (x2, x3);
    }

    private static bool Shares(int dimension) => dimension <= SharedBlocks.MostDimensions;

    // An integer of the lane's size.
    private static void Put<TLanes>(Span<TLanes> lanes, int place, uint value)
        where TLanes : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            MemoryMarshal.Cast<TLanes, uint>(lanes)[place] = value;
        }
        else
        {
            MemoryMarshal.Cast<TLanes, ulong>(lanes)[place] = value;
        }
    }
}

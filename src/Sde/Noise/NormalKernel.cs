using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;

namespace ScoreSde.Noise;

/// <summary>
/// values = (add ? values : 0) + scale · z for rows of consecutive samples. Blocks of four normals are numbered through all
/// rows, ⌈dimension/4⌉ to a row, and lanes take consecutive blocks, of one row or of several. Each normal depends on its key,
/// sample and place in the row alone.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct NormalKernel<T>(Span<T> values, int dimension, long firstSample, double scale, NoiseKey key, bool add)
    : ILaneKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Span<T> values = values;
    private readonly T scale = T.CreateTruncating(scale);
    private readonly int blocksPerRow = (dimension + 3) / 4;

    // Of the four normals of a block, one or two dimensions need the first two alone.
    private readonly int size = dimension <= 2 ? 2 : 4;

    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        Span<T> scratch = stackalloc T[4 * TLanes.Count];
        bool dense = dimension % size == 0;
        long total = (long)(values.Length / dimension) * blocksPerRow;
        long row = 0;
        int block = 0;
        for (long done = 0; done < total; done += TLanes.Count)
        {
            long sample = firstSample + row;
            int count = (int)Math.Min(TLanes.Count, total - done);
            if ((uint)sample > uint.MaxValue - (uint)TLanes.Count)
            {
                // A carry into the sample's high word is near: one block at a time.
                for (int i = 0; i < count; i++)
                {
                    (int rows, int place) = Math.DivRem(block + i, blocksPerRow);
                    Write<Lanes1<T>>(sample + rows, place, ref scratch[size * i], T.One, false);
                }

                Distribute(scratch, row, block, count);
            }
            else if (dense && count == TLanes.Count)
            {
                Write<TLanes>(sample, block, ref Unsafe.Add(ref MemoryMarshal.GetReference(values), (nint)done * size), scale, add);
            }
            else
            {
                Write<TLanes>(sample, block, ref scratch[0], T.One, false);
                Distribute(scratch, row, block, count);
            }

            block += TLanes.Count;
            row += block / blocksPerRow;
            block %= blocksPerRow;
        }
    }

    /// <summary>Count blocks of normals in order, those after (sample, block).</summary>
    private void Write<TLanes>(long sample, int block, ref T target, T factor, bool accumulate)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes order = size == 2 ? TLanes.PairOrder : TLanes.QuadOrder;
        Counters(sample, block, order, out TLanes x0, out TLanes x2);
        TLanes x1 = TLanes.Bits(key.Interval);
        TLanes x3 = TLanes.Bits(((uint)key.Purpose << 24) | ((uint)(sample >> 32) & 0xFFFFFF));
        TLanes.Philox(ref x0, ref x1, ref x2, ref x3, (uint)key.Seed, (uint)(key.Seed >> 32));
        TLanes scales = TLanes.Broadcast(factor);
        BoxMuller.Transform<TLanes, T>(ref x0, ref x1);
        if (size == 2)
        {
            TLanes.InterleavePairs(ref x0, ref x1);
            Put(x0, 0, ref target, scales, accumulate);
            Put(x1, 1, ref target, scales, accumulate);
            return;
        }

        BoxMuller.Transform<TLanes, T>(ref x2, ref x3);
        TLanes.InterleaveQuads(ref x0, ref x1, ref x2, ref x3);
        Put(x0, 0, ref target, scales, accumulate);
        Put(x1, 1, ref target, scales, accumulate);
        Put(x2, 2, ref target, scales, accumulate);
        Put(x3, 3, ref target, scales, accumulate);
    }

    /// <summary>Block number in its row, and the low word of its sample, for the blocks order[lane] after (sample, block).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Counters<TLanes>(long sample, int block, TLanes order, out TLanes place, out TLanes samples)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        samples = TLanes.Bits((uint)sample);
        if (blocksPerRow == 1)
        {
            place = TLanes.Bits(0);
            samples = TLanes.AddBits(samples, order);
            return;
        }

        place = TLanes.AddBits(order, TLanes.Bits((uint)block));
        TLanes length = TLanes.Bits((uint)blocksPerRow);
        for (int last = block + TLanes.Count - 1; last >= blocksPerRow; last -= blocksPerRow)
        {
            TLanes beyond = TLanes.SubtractBits(place, length);
            TLanes inRow = TLanes.ShiftRightSigned(beyond, typeof(T) == typeof(float) ? 31 : 63);
            place = TLanes.Select(inRow, place, beyond);
            samples = TLanes.AddBits(samples, TLanes.AddBits(TLanes.Bits(1), inRow));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TLanes>(TLanes z, int part, ref T target, TLanes scales, bool accumulate)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        nuint index = (nuint)(part * TLanes.Count);
        TLanes.Store(
            accumulate ? TLanes.FusedMultiplyAdd(scales, z, TLanes.Load(ref target, index)) : scales * z, ref target, index);
    }

    /// <summary>Takes what belongs to the rows out of blocks of normals.</summary>
    private void Distribute(ReadOnlySpan<T> blocks, long row, int block, int count)
    {
        for (int i = 0; i < count; i++)
        {
            int start = 4 * block;
            Span<T> target = values.Slice((int)(row * dimension) + start, Math.Min(4, dimension - start));
            ReadOnlySpan<T> z = blocks.Slice(size * i, target.Length);
            for (int j = 0; j < target.Length; j++)
            {
                target[j] = add ? T.FusedMultiplyAdd(scale, z[j], target[j]) : scale * z[j];
            }

            if (++block == blocksPerRow)
            {
                block = 0;
                row++;
            }
        }
    }
}

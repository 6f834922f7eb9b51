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
/// <remarks>
/// Three passes over a piece that stays in the first-level cache: words, normals, order. Each pass is a method of its own
/// because the compiler inlines only so much into one.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct NormalKernel<T>(Span<T> values, int dimension, long firstSample, double scale, NoiseKey key, bool add)
    : ILaneKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Vectors of blocks in a piece.</summary>
    private const int Batches = 8;

    /// <summary>Numbers of a block.</summary>
    private const int Size = 4;

    private readonly Span<T> values = values;
    private readonly T scale = T.CreateTruncating(scale);
    private readonly BlockCounters counters = new(key, dimension);

    // The scratch is written before it is read.
    [SkipLocalsInit]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int perRow = counters.PerRow;
        int piece = Batches * TLanes.Count;
        Span<T> scratch = stackalloc T[Size * piece];
        bool dense = dimension % Size == 0;
        long total = (long)(values.Length / dimension) * perRow;
        for (long done = 0; done < total;)
        {
            (long row, long place) = Math.DivRem(done, perRow);
            long sample = firstSample + row;
            int count = (int)Math.Min(piece, total - done);
            int batches = (count + TLanes.Count - 1) / TLanes.Count;
            if ((uint)sample > uint.MaxValue - (uint)piece)
            {
                // A carry into the sample's high word is near: one block at a time.
                count = 1;
                Fill<Lanes1<T>>(sample, (int)place, 1, scratch);
                Order<Lanes1<T>>(scratch, 1, ref scratch[0], T.One, false);
                Distribute(scratch, row, (int)place, 1);
            }
            else if (dense && count >= TLanes.Count)
            {
                // What does not fill a vector comes last.
                batches = count / TLanes.Count;
                count = batches * TLanes.Count;
                Fill<TLanes>(sample, (int)place, batches, scratch);
                ref T target = ref Unsafe.Add(ref MemoryMarshal.GetReference(values), (nint)done * Size);
                Order<TLanes>(scratch, batches, ref target, scale, add);
            }
            else
            {
                Fill<TLanes>(sample, (int)place, batches, scratch);
                Order<TLanes>(scratch, batches, ref scratch[0], T.One, false);
                Distribute(scratch, row, (int)place, count);
            }

            done += count;
        }
    }

    /// <summary>Normals of batches · Count blocks from (sample, block) on, as vectors of first, second, … numbers.</summary>
    private void Fill<TLanes>(long sample, int block, int batches, Span<T> scratch)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        counters.Draw<TLanes, T>(sample, block, batches, scratch);
        BoxMuller.Transform<TLanes, T>(scratch[..(batches * Size * TLanes.Count)]);
    }

    /// <summary>Puts vectors of first, second, … numbers in the order of blocks, scaled. The target may be the source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Order<TLanes>(ReadOnlySpan<T> source, int batches, ref T target, T factor, bool accumulate)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        ref T start = ref MemoryMarshal.GetReference(source);
        TLanes scales = TLanes.Broadcast(factor);
        nuint count = (nuint)TLanes.Count;
        nuint end = (nuint)(batches * Size) * count;
        for (nuint i = 0; i < end; i += Size * count)
        {
            TLanes a = TLanes.Load(ref start, i);
            TLanes b = TLanes.Load(ref start, i + count);
            TLanes c = TLanes.Load(ref start, i + (2 * count));
            TLanes d = TLanes.Load(ref start, i + (3 * count));
            TLanes.InterleaveQuads(ref a, ref b, ref c, ref d);
            Put(a, ref target, i, scales, accumulate);
            Put(b, ref target, i + count, scales, accumulate);
            Put(c, ref target, i + (2 * count), scales, accumulate);
            Put(d, ref target, i + (3 * count), scales, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TLanes>(TLanes z, ref T target, nuint index, TLanes scales, bool accumulate)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes result = accumulate ? TLanes.FusedMultiplyAdd(scales, z, TLanes.Load(ref target, index)) : scales * z;
        TLanes.Store(result, ref target, index);
    }

    /// <summary>Takes what belongs to the rows out of blocks of normals.</summary>
    private void Distribute(ReadOnlySpan<T> blocks, long row, int block, int count)
    {
        for (int i = 0; i < count; i++)
        {
            int start = Size * block;
            Span<T> target = values.Slice((int)(row * dimension) + start, Math.Min(Size, dimension - start));
            ReadOnlySpan<T> z = blocks.Slice(Size * i, target.Length);
            for (int j = 0; j < target.Length; j++)
            {
                target[j] = add ? T.FusedMultiplyAdd(scale, z[j], target[j]) : scale * z[j];
            }

            if (++block == counters.PerRow)
            {
                block = 0;
                row++;
            }
        }
    }
}

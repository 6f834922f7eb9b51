using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;

namespace ScoreSde.Noise;

/// <summary>The Philox blocks of rows of normals, counted through the rows in vectors.</summary>
internal readonly struct BlockCounters(NoiseKey key, int dimension)
{
    /// <summary>Blocks in a row.</summary>
    public int PerRow { get; } = (int)(((uint)dimension + 3) / 4);

    /// <summary>
    /// Words of batches · Count blocks from (sample, block) on: four vectors to a batch, of words 0, 1, …. Lanes are
    /// in the order that interleaving asks for. The sample's low word must be that far from its end.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Draw<TLanes, T>(long sample, int block, int batches, Span<T> words)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T start = ref MemoryMarshal.GetReference(words);
        nuint count = (nuint)TLanes.Count;
        nuint index = 0;
        (int wholeRows, int rest) = Math.DivRem(TLanes.Count, PerRow);
        uint tag = ((uint)key.Purpose << 24) | ((uint)(sample >> 32) & 0xFFFFFF);
        for (int batch = 0; batch < batches; batch++)
        {
            Counters<TLanes, T>((uint)sample, block, out TLanes x0, out TLanes x2);
            TLanes x1 = TLanes.Bits(key.Interval);
            TLanes x3 = TLanes.Bits(tag);
            TLanes.Philox(ref x0, ref x1, ref x2, ref x3, (uint)key.Seed, (uint)(key.Seed >> 32));
            TLanes.Store(x0, ref start, index);
            TLanes.Store(x1, ref start, index + count);
            TLanes.Store(x2, ref start, index + (2 * count));
            TLanes.Store(x3, ref start, index + (3 * count));
            index += 4 * count;
            sample += wholeRows;
            block += rest;
            if (block >= PerRow)
            {
                block -= PerRow;
                sample++;
            }
        }
    }

    /// <summary>Number in its row, and low word of its sample, of each lane's block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Counters<TLanes, T>(uint sample, int block, out TLanes place, out TLanes samples)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TLanes order = TLanes.QuadOrder;
        samples = TLanes.Bits(sample);
        if (PerRow == 1)
        {
            place = TLanes.Bits(0);
            samples = TLanes.AddBits(samples, order);
            return;
        }

        place = TLanes.AddBits(order, TLanes.Bits((uint)block));
        TLanes length = TLanes.Bits((uint)PerRow);
        for (int last = block + TLanes.Count - 1; last >= PerRow; last -= PerRow)
        {
            TLanes beyond = TLanes.SubtractBits(place, length);
            TLanes inRow = TLanes.ShiftRightSigned(beyond, typeof(T) == typeof(float) ? 31 : 63);
            place = TLanes.Select(inRow, place, beyond);
            samples = TLanes.AddBits(samples, TLanes.AddBits(TLanes.Bits(1), inRow));
        }
    }
}

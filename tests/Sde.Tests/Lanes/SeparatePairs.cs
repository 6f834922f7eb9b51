using System.Numerics;
using ScoreSde.Lanes;

namespace ScoreSde.Tests.Lanes;

/// <summary>Takes pairs 0 1, 2 3, … apart: the first vector must hold even numbers, the second each one's successor.</summary>
internal readonly struct SeparatePairs<T> : ILaneKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static void Check(LaneWidth width)
    {
        var kernel = default(SeparatePairs<T>);
        LaneDispatch.Run<T, SeparatePairs<T>>(ref kernel, width);
    }

    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int count = TLanes.Count;
        T[] pairs = [.. Enumerable.Range(0, 2 * count).Select(T.CreateTruncating)];
        TLanes a = TLanes.Load(ref pairs[0], 0);
        TLanes b = TLanes.Load(ref pairs[0], (nuint)count);
        TLanes.SeparatePairs(ref a, ref b);
        var apart = new T[2 * count];
        TLanes.Store(a, ref apart[0], 0);
        TLanes.Store(b, ref apart[0], (nuint)count);
        Assert.Equal(pairs.Where((_, i) => i % 2 == 0), apart[..count].Order());
        for (int lane = 0; lane < count; lane++)
        {
            Assert.Equal(apart[lane] + T.One, apart[count + lane]);
        }

        TLanes.InterleavePairs(ref a, ref b);
        var again = new T[2 * count];
        TLanes.Store(a, ref again[0], 0);
        TLanes.Store(b, ref again[0], (nuint)count);
        Assert.Equal(pairs, again);
    }
}

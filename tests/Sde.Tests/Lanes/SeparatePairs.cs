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

        // The order that the type states is the one it has, by shuffles or through memory.
        int[] order = Integers(TLanes.PairOrder);
        Assert.Equal(order.Select(static block => T.CreateTruncating(2 * block)), apart[..count]);
        TLanes first = TLanes.Load(ref pairs[0], 0);
        TLanes second = TLanes.Load(ref pairs[0], (nuint)count);
        ScalarInterleaving.Separate<TLanes, T>(ref first, ref second);
        Assert.Equal(apart[..count], Numbers(first));
        Assert.Equal(apart[count..], Numbers(second));
        ScalarInterleaving.Pairs<TLanes, T>(ref first, ref second);
        Assert.Equal(pairs, (T[])[.. Numbers(first), .. Numbers(second)]);

        TLanes.InterleavePairs(ref a, ref b);
        var again = new T[2 * count];
        TLanes.Store(a, ref again[0], 0);
        TLanes.Store(b, ref again[0], (nuint)count);
        Assert.Equal(pairs, again);
        CheckQuads<TLanes>(TLanes.InterleaveQuads);
        CheckQuads<TLanes>(ScalarInterleaving.Quads<TLanes, T>);
    }

    private delegate void Quads<TLanes>(ref TLanes a, ref TLanes b, ref TLanes c, ref TLanes d);

    // Block i is 4i, 4i + 1, 4i + 2, 4i + 3.
    private static void CheckQuads<TLanes>(Quads<TLanes> interleave)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int[] order = Integers(TLanes.QuadOrder);
        TLanes Part(int part)
        {
            T[] numbers = [.. order.Select(block => T.CreateTruncating((4 * block) + part))];
            return TLanes.Load(ref numbers[0], 0);
        }

        (TLanes a, TLanes b, TLanes c, TLanes d) = (Part(0), Part(1), Part(2), Part(3));
        interleave(ref a, ref b, ref c, ref d);
        Assert.Equal(Enumerable.Range(0, 4 * order.Length).Select(T.CreateTruncating), (T[])[.. Numbers(a), .. Numbers(b), .. Numbers(c), .. Numbers(d)]);
    }

    private static T[] Numbers<TLanes>(TLanes lanes)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        var numbers = new T[TLanes.Count];
        TLanes.Store(lanes, ref numbers[0], 0);
        return numbers;
    }

    private static int[] Integers<TLanes>(TLanes lanes)
        where TLanes : unmanaged, ILanes<TLanes, T> =>
        [.. Numbers(lanes).Select(static lane => lane is double wide ? (int)BitConverter.DoubleToInt64Bits(wide) : BitConverter.SingleToInt32Bits((float)(object)lane))];
}

using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Lanes;

namespace ScoreSde.States.Kernels;

/// <summary>The work of <see cref="CombineKernel"/>: a number is read of every state before it is written.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct WeightedSum<T>(Tile<T> target, ReadOnlySpan<(double Weight, Tile<T> State)> terms) : ILaneKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<(double Weight, Tile<T> State)> terms = terms;

    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T> => From<Lanes1<T>>(From<TLanes>(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref T Start(int term) => ref terms[term].State.Start;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TLanes Weight<TLanes>(int term)
        where TLanes : unmanaged, ILanes<TLanes, T>
        => TLanes.Broadcast(T.CreateTruncating(terms[term].Weight));

    /// <summary>All whole vectors from an index on, four at a time kept in registers over all terms; returns the index after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private nuint From<TLanes>(nuint index)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        nuint count = (nuint)TLanes.Count;
        nuint length = (nuint)target.Values.Length;
        ref T result = ref target.Start;
        for (; index + (4 * count) <= length; index += 4 * count)
        {
            ref T x = ref Start(0);
            TLanes w = Weight<TLanes>(0);
            TLanes a = w * TLanes.Load(ref x, index);
            TLanes b = w * TLanes.Load(ref x, index + count);
            TLanes c = w * TLanes.Load(ref x, index + (2 * count));
            TLanes d = w * TLanes.Load(ref x, index + (3 * count));
            for (int k = 1; k < terms.Length; k++)
            {
                x = ref Start(k);
                w = Weight<TLanes>(k);
                a = TLanes.FusedMultiplyAdd(w, TLanes.Load(ref x, index), a);
                b = TLanes.FusedMultiplyAdd(w, TLanes.Load(ref x, index + count), b);
                c = TLanes.FusedMultiplyAdd(w, TLanes.Load(ref x, index + (2 * count)), c);
                d = TLanes.FusedMultiplyAdd(w, TLanes.Load(ref x, index + (3 * count)), d);
            }

            TLanes.Store(a, ref result, index);
            TLanes.Store(b, ref result, index + count);
            TLanes.Store(c, ref result, index + (2 * count));
            TLanes.Store(d, ref result, index + (3 * count));
        }

        for (; index + count <= length; index += count)
        {
            TLanes sum = Weight<TLanes>(0) * TLanes.Load(ref Start(0), index);
            for (int k = 1; k < terms.Length; k++)
            {
                sum = TLanes.FusedMultiplyAdd(Weight<TLanes>(k), TLanes.Load(ref Start(k), index), sum);
            }

            TLanes.Store(sum, ref result, index);
        }

        return index;
    }
}

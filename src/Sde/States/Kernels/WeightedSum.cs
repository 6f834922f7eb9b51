using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;

namespace ScoreSde.States.Kernels;

/// <summary>The work of <see cref="CombineKernel"/>: a number is read of every state before it is written.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct WeightedSum<T>(Tile<T> target, ReadOnlySpan<(double Weight, Tile<T> State)> terms) : ILaneKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<(double Weight, Tile<T> State)> terms = terms;

    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        if (terms.Length <= 4)
        {
            UpToFour<Lanes1<T>>(UpToFour<TLanes>(0));
        }
        else
        {
            Many<Lanes1<T>>(Many<TLanes>(0));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref T Start(int term) => ref MemoryMarshal.GetReference(terms[term].State.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TLanes Weight<TLanes>(int term)
        where TLanes : unmanaged, ILanes<TLanes, T>
        => TLanes.Broadcast(T.CreateTruncating(terms[term].Weight));

    /// <summary>All whole vectors from an index on; returns the index after them. Missing terms point to the first and are skipped.</summary>
    private nuint UpToFour<TLanes>(nuint index)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int count = terms.Length;
        (int second, int third, int fourth) = (count > 1 ? 1 : 0, count > 2 ? 2 : 0, count > 3 ? 3 : 0);
        Span<T> values = target.Values;
        ref T result = ref MemoryMarshal.GetReference(values);
        ref T x0 = ref Start(0);
        ref T x1 = ref Start(second);
        ref T x2 = ref Start(third);
        ref T x3 = ref Start(fourth);
        TLanes w0 = Weight<TLanes>(0);
        TLanes w1 = Weight<TLanes>(second);
        TLanes w2 = Weight<TLanes>(third);
        TLanes w3 = Weight<TLanes>(fourth);
        for (; index + (nuint)TLanes.Count <= (nuint)values.Length; index += (nuint)TLanes.Count)
        {
            TLanes sum = w0 * TLanes.Load(ref x0, index);
            if (count > 1)
            {
                sum = TLanes.FusedMultiplyAdd(w1, TLanes.Load(ref x1, index), sum);
            }

            if (count > 2)
            {
                sum = TLanes.FusedMultiplyAdd(w2, TLanes.Load(ref x2, index), sum);
            }

            if (count > 3)
            {
                sum = TLanes.FusedMultiplyAdd(w3, TLanes.Load(ref x3, index), sum);
            }

            TLanes.Store(sum, ref result, index);
        }

        return index;
    }

    /// <summary>As <see cref="UpToFour"/> for any number of terms: four vectors at a time stay in registers over all terms.</summary>
    private nuint Many<TLanes>(nuint index)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        nuint count = (nuint)TLanes.Count;
        Span<T> values = target.Values;
        ref T result = ref MemoryMarshal.GetReference(values);
        for (; index + (4 * count) <= (nuint)values.Length; index += 4 * count)
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

        for (; index + count <= (nuint)values.Length; index += count)
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

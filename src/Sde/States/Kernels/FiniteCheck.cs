using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;

namespace ScoreSde.States.Kernels;

/// <summary>Whether all values are finite: x − x is +0, all bits clear, for a finite x, and NaN for ∞ and NaN.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal ref struct FiniteCheck<T>(ReadOnlySpan<T> values) : ILaneKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> values = values;
    private nuint index;

    /// <summary>The answer, after a run.</summary>
    public bool AllFinite { get; private set; } = true;

    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        index = 0;
        bool body = Scan<TLanes>();
        AllFinite = body & Scan<Lanes1<T>>();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Scan<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        ref T start = ref MemoryMarshal.GetReference(values);
        TLanes found = TLanes.Constant(0);
        nuint i = index;
        for (; i + (nuint)TLanes.Count <= (nuint)values.Length; i += (nuint)TLanes.Count)
        {
            TLanes x = TLanes.Load(ref start, i);
            found |= x - x;
        }

        index = i;
        return !TLanes.AnyBit(found);
    }
}

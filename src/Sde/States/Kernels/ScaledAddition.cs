using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;

namespace ScoreSde.States.Kernels;

/// <summary>target = target + factor · x, fused. The target may be x; lengths are equal.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct ScaledAddition<T>(Span<T> target, T factor, ReadOnlySpan<T> x) : ILaneKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Span<T> target = target;
    private readonly ReadOnlySpan<T> x = x[..target.Length];

    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T> => From<Lanes1<T>>(From<TLanes>(0));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private nuint From<TLanes>(nuint index)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        ref T result = ref MemoryMarshal.GetReference(target);
        ref T along = ref MemoryMarshal.GetReference(x);
        TLanes scale = TLanes.Broadcast(factor);
        for (; index + (nuint)TLanes.Count <= (nuint)target.Length; index += (nuint)TLanes.Count)
        {
            TLanes sum = TLanes.FusedMultiplyAdd(scale, TLanes.Load(ref along, index), TLanes.Load(ref result, index));
            TLanes.Store(sum, ref result, index);
        }

        return index;
    }
}

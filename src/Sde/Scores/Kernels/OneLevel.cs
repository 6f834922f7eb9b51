using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Lanes;

namespace ScoreSde.Scores.Kernels;

/// <summary>A table for lanes of one noise level.</summary>
internal readonly struct OneLevel<T, TLanes>(MixtureTable<T> table) : IComponentTable<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : unmanaged, ILanes<TLanes, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes LogFactor(int k) => TLanes.Broadcast(table.LogFactors[k]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Mean(int k, int coordinate) => TLanes.Broadcast(table.Means[(k * table.Dimension) + coordinate]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Precision(int k, int direction) => TLanes.Broadcast(table.Precisions[(k * table.Dimension) + direction]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T[]? Directions(int k) => table.Directions[k];
}

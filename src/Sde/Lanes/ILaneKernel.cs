using System.Numerics;

namespace ScoreSde.Lanes;

/// <summary>Work that can be done at any vector width with the same bits. A struct that holds its operands.</summary>
/// <remarks>
/// Give the method with the loop <c>AggressiveOptimization</c>: it is hot from its first call, and lanes that are not inlined yet
/// cost a call an operation. Keep such a method to some hundred operations, since the compiler inlines only so much into one.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal interface ILaneKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Does the work with vectors of that width, and its tail with <see cref="Lanes1{T}"/>.</summary>
    void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>;
}

using System.Numerics;

namespace ScoreSde.Lanes;

/// <summary>Work that can be done at any vector width with the same bits. A struct that holds its operands.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface ILaneKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Does the work with vectors of that width, and its tail with <see cref="Lanes1{T}"/>.</summary>
    void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>;
}

using System.Numerics;
using ScoreSde.Lanes;

namespace ScoreSde.Scores.Kernels;

/// <summary>A mixture's numbers at the noise level of each lane.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TLanes">The vector, one sample a lane.</typeparam>
internal interface IComponentTable<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : unmanaged, ILanes<TLanes, T>
{
    /// <summary>ln w_k − ½ Σ ln(2π c_k).</summary>
    TLanes LogFactor(int k);

    /// <summary>μ_k, by coordinates.</summary>
    TLanes Mean(int k, int coordinate);

    /// <summary>1/c_k, by principal directions.</summary>
    TLanes Precision(int k, int direction);

    /// <summary>Q_k by columns, null for the identity; the same at all levels.</summary>
    T[]? Directions(int k);
}

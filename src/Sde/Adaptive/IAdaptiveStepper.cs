using System.Numerics;
using ScoreSde.States;

namespace ScoreSde.Adaptive;

/// <summary>One adaptive method at work on one sample at a time.</summary>
/// <typeparam name="T">float or double.</typeparam>
public interface IAdaptiveStepper<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Replaces x at t = 1 by x at the end. x has one row, whose index names its noise.</summary>
    /// <exception cref="StepLimitException">The end was not reached.</exception>
    StepCost Run(Tile<T> x, ulong seed);
}

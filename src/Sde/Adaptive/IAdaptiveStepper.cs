using System.Numerics;
using ScoreSde.States;

namespace ScoreSde.Adaptive;

/// <summary>
/// One adaptive method at work on one sample after the other. It asks for ε instead of evaluating it, so that samples with steps of their
/// own can be evaluated at once.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public interface IAdaptiveStepper<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>
    /// Replaces x at t = 1 by x at the end, asking for ε on the way: a request is answered before the next one is asked for. x has one row,
    /// whose index names its noise. One run at a time.
    /// </summary>
    /// <exception cref="StepLimitException">The end was not reached.</exception>
    IEnumerator<ScoreRequest<T>> Run(Tile<T> x, ulong seed);

    /// <summary>The steps of the run so far.</summary>
    StepCost Cost { get; }
}

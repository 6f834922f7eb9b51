using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.States;

namespace ScoreSde.Sampling;

/// <summary>
/// Sees the states of a run as they are made. Called from all worker threads at once, for different samples each time: what is written
/// by a sample's index needs no lock.
/// </summary>
/// <remarks>The states are the run's own: to be read, not changed, and not kept.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public interface IStepObserver<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether it looks at first states. A run on a device then spares the way to the host, and calls it for states that it looks at alone.</summary>
    bool LooksAtStart => true;

    /// <summary>Whether it looks at the states at the end of a step.</summary>
    bool LooksAt(in GridStep step) => true;

    /// <summary>Samples x.FirstSample … have been given their first state.</summary>
    void Started(Tile<T> x, NoiseLevel level);

    /// <summary>They have made a step; x is their state at <c>step.To</c>.</summary>
    void Stepped(Tile<T> x, in GridStep step);
}

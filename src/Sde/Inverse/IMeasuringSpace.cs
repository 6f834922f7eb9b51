using ScoreSde.States;

namespace ScoreSde.Inverse;

/// <summary>A state space that knows what to do with a measurement; tiles need none.</summary>
/// <typeparam name="TState">A batch of samples.</typeparam>
public interface IMeasuringSpace<TState> : IStateSpace<TState>
{
    /// <summary>The measurement for this space's states; the space owns what it takes.</summary>
    /// <param name="measurement">What was measured.</param>
    IMeasuredStates<TState> Measure(Measurement measurement);
}

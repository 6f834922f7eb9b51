namespace ScoreSde.Solvers;

/// <summary>One method at work on one batch: workspace and history. Pure arithmetic on a state space.</summary>
/// <typeparam name="TState">A batch of samples.</typeparam>
public interface IStepper<TState>
{
    /// <summary>
    /// Replaces x at <c>step.From</c> by x at <c>step.To</c>. Called with a grid's steps in order; index 0 begins a new
    /// batch and forgets all history. Allocates nothing.
    /// </summary>
    void Step(TState x, in GridStep step);
}

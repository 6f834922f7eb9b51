using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Solvers;

/// <summary>The settings of one method: immutable, shared by all threads. It knows nothing of loops, threads and files.</summary>
public interface ISolver
{
    /// <summary>What the method promises.</summary>
    SolverFacts Facts { get; }

    /// <summary>A stepper with its own workspace and history, for one worker.</summary>
    IStepper<TState> CreateStepper<TState>(Problem<TState> problem);
}

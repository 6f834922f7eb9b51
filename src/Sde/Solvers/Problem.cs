using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Solvers;

/// <summary>What is to be solved, as a stepper sees it.</summary>
/// <param name="Process">The forward process.</param>
/// <param name="Score">The model of the noise.</param>
/// <param name="Space">The space that the states live in.</param>
/// <typeparam name="TState">A batch of samples.</typeparam>
public sealed record Problem<TState>(IDiffusionProcess Process, IScoreFunction<TState> Score, IStateSpace<TState> Space);

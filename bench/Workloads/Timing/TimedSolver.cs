using ScoreSde.Solvers;

namespace ScoreSde.Workloads.Timing;

/// <summary>A solver that runs on a clocked network and clocked noise: what they leave over is the sampler's own.</summary>
internal sealed record TimedSolver(ISolver Inner, PartClock Clock) : ISolver
{
    public SolverFacts Facts => Inner.Facts;

    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => Inner.CreateStepper(
        new Problem<TState>(problem.Process, new TimedScore<TState>(problem.Score, Clock), new TimedSpace<TState>(problem.Space, Clock)));
}

using ScoreSde.Solvers;

namespace ScoreSde.Tests.Adaptive;

/// <summary>A method that leaves states as they are: shows where a run starts.</summary>
internal sealed record Idle : ISolver
{
    public SolverFacts Facts { get; } = new("idle", "Idle", 0, null, 0, 0, "none");

    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>();

    private sealed class Stepper<TState> : IStepper<TState>
    {
        public void Step(TState x, in GridStep step)
        {
            // Nothing.
        }
    }
}

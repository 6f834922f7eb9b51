using ScoreSde.Solvers;

namespace ScoreSde.Verification.References;

/// <summary>A predictor that leaves x where it is, so that a corrector can be looked at alone.</summary>
internal sealed record IdlePredictor : ISolver
{
    public SolverFacts Facts { get; } = new("idle", "Idle", 0, null, 0, 0, "none");

    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>();

    private sealed class Stepper<TState> : IStepper<TState>
    {
        public void Step(TState x, in GridStep step)
        {
            // Nothing, on purpose.
        }
    }
}

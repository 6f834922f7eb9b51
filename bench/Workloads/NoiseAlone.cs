using ScoreSde.Noise;
using ScoreSde.Solvers;

namespace ScoreSde.Workloads;

/// <summary>The noise of one step and nothing else: x ← x + 10⁻³ z.</summary>
internal sealed record NoiseAlone : ISolver
{
    public SolverFacts Facts { get; } = new("noise", "Noise alone", 1, 1, 0, 0, "none");

    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(problem);

    private sealed class Stepper<TState>(Problem<TState> problem) : IStepper<TState>
    {
        public void Step(TState x, in GridStep step) => problem.Space.AddNormal(x, 1e-3, step.Noise(NoisePurpose.Step));
    }
}

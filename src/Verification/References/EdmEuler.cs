using ScoreSde.Solvers;

namespace ScoreSde.Verification.References;

/// <summary>Reference: y = x/α, y ← y + (σ̃_to − σ̃_from) ε, as Karras et al. 2022 write Euler's method. The same steps as DDIM.</summary>
internal sealed record EdmEuler : ISolver
{
    public SolverFacts Facts { get; } = new("edm-euler", "EDM Euler", 1, null, 1, 1, "Karras et al. 2022");

    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(problem);

    private sealed class Stepper<TState>(Problem<TState> problem) : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            problem.Score.Evaluate(x, step.From, epsilon);
            problem.Space.Combine(x, (1 / step.From.MeanScale, x));
            problem.Space.Combine(x, (1, x), (step.To.Ratio - step.From.Ratio, epsilon));
            problem.Space.Combine(x, (step.To.MeanScale, x));
        }
    }
}

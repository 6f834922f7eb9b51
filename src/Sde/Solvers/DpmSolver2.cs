using ScoreSde.Processes;

namespace ScoreSde.Solvers;

/// <summary>
/// DPM-Solver-2 with r₁ = ½: a first-order step to the middle of the step in λ, u = (α_m/α_s) x − σ_m expm1(h/2) ε_s, then
/// x ← (α_t/α_s) x − σ_t expm1(h) ε(u). A step to t = 0 holds ε constant (x̂₀, one evaluation). Lu et al. 2022a, alg. 1.
/// </summary>
public sealed record DpmSolver2 : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts { get; } = new("dpm2", "DPM-Solver-2", 2, null, 2, 1, "Lu et al. 2022a, alg. 1");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem);
    }

    private sealed class Stepper<TState>(Problem<TState> problem) : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();
        private readonly TState middle = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            problem.Score.Evaluate(x, step.From, epsilon);
            if (!step.To.IsClean)
            {
                NoiseLevel half = problem.Process.AtLambda(step.From.Lambda + (step.LambdaLength / 2));
                GridStep first = step with { To = half };
                problem.Space.Combine(middle, (first.MeanScaleRatio, x), (first.FlowEpsilonFactor, epsilon));
                problem.Score.Evaluate(middle, half, epsilon);
            }

            problem.Space.Combine(x, (step.MeanScaleRatio, x), (step.FlowEpsilonFactor, epsilon));
        }
    }
}

using ScoreSde.Processes;
using ScoreSde.Special;

namespace ScoreSde.Solvers;

/// <summary>
/// DPM-Solver-3 with r₁ = ⅓, r₂ = ⅔: u₁ by a first-order step to λ_s + h/3; u₂ = (α₂/α_s) x − σ₂ [expm1(z) ε_s + 2 z φ₂(z) (ε₁ − ε_s)] at
/// λ_s + z, z = 2h/3; x ← (α_t/α_s) x − σ_t [expm1(h) ε_s + (3/2) h φ₂(h) (ε₂ − ε_s)]. A step to t = 0 holds ε constant (x̂₀, one
/// evaluation). Lu et al. 2022a, alg. 2.
/// </summary>
public sealed record DpmSolver3 : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts { get; } = new("dpm3", "DPM-Solver-3", 3, null, 3, 1, "Lu et al. 2022a, alg. 2");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem);
    }

    private sealed class Stepper<TState>(Problem<TState> problem) : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();
        private readonly TState stageEpsilon = problem.Space.Allocate();
        private readonly TState stage = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            problem.Score.Evaluate(x, step.From, epsilon);
            if (step.To.IsClean)
            {
                problem.Space.Combine(x, (step.MeanScaleRatio, x), (step.FlowEpsilonFactor, epsilon));
                return;
            }

            double h = step.LambdaLength;
            NoiseLevel third = problem.Process.AtLambda(step.From.Lambda + (h / 3));
            GridStep first = step with { To = third };
            problem.Space.Combine(stage, (first.MeanScaleRatio, x), (first.FlowEpsilonFactor, epsilon));
            problem.Score.Evaluate(stage, third, stageEpsilon);

            NoiseLevel twoThirds = problem.Process.AtLambda(step.From.Lambda + (2 * h / 3));
            Advance(stage, x, step with { To = twoThirds }, 2);
            problem.Score.Evaluate(stage, twoThirds, stageEpsilon);
            Advance(x, x, in step, 1.5);
        }

        // To second order, the slope of ε per step being slope · (ε_stage − ε_s).
        private void Advance(TState target, TState x, in GridStep step, double slope)
        {
            double h = step.LambdaLength;
            double c = -step.To.Deviation * h * PhiFunctions.Phi2(h) * slope;
            problem.Space.Combine(target, (step.MeanScaleRatio, x), (step.FlowEpsilonFactor - c, epsilon), (c, stageEpsilon));
        }
    }
}

using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Special;

namespace ScoreSde.Solvers;

/// <summary>
/// SEEDS-2: an exponential midpoint step on the reverse SDE in ε, u = (α_m/α_s) x − 2σ_m expm1(h/2) ε_s + σ_m √expm1(h) z₁, then
/// x ← (α_t/α_s) x − 2σ_t expm1(h) ε(u) + σ_t [√(e^(2h) − e^h) z₁ + √expm1(h) z₂]. A step to t = 0 is x̂₀ (one evaluation).
/// Gonzalez et al. 2023, alg. 2.
/// </summary>
public sealed record Seeds2 : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts { get; } = new("seeds-2", "SEEDS-2", 2, 1, 2, 1, "Gonzalez et al. 2023, alg. 2") { Noise = StepNoise.HalvesInLambda };

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
            if (step.To.IsClean)
            {
                problem.Space.Combine(x, (step.MeanScaleRatio, x), (step.FlowEpsilonFactor, epsilon));
                return;
            }

            double h = step.LambdaLength;
            double root = Math.Sqrt(Exponentials.Expm1(h));
            NoiseLevel half = problem.Process.AtLambda(step.From.Lambda + (h / 2));
            GridStep first = step with { To = half };
            NoiseKey noise = step.Noise(NoisePurpose.Step, 0, 2);
            problem.Space.Combine(middle, (first.MeanScaleRatio, x), (2 * first.FlowEpsilonFactor, epsilon));
            problem.Space.AddNormal(middle, half.Deviation * root, noise);
            problem.Score.Evaluate(middle, half, epsilon);
            problem.Space.Combine(x, (step.MeanScaleRatio, x), (2 * step.FlowEpsilonFactor, epsilon));
            problem.Space.AddNormal(x, step.To.Deviation * Math.Exp(h / 2) * root, noise);
            problem.Space.AddNormal(x, step.To.Deviation * root, step.Noise(NoisePurpose.Step, 1, 2));
        }
    }
}

using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Special;

namespace ScoreSde.Solvers;

/// <summary>
/// SEEDS-3 with r₁ = ⅓, r₂ = ⅔: the stages of DPM-Solver-3 on the reverse SDE in ε, every term in ε twice that of the flow, each stage with
/// the noise of the path as far as it has come: σ_t Σ_i √(e^(2(λ_t−λ_{i−1})) − e^(2(λ_t−λ_i))) z_i over the thirds i of the step. A step to t = 0 is x̂₀ (one
/// evaluation). Gonzalez et al. 2023, alg. 3.
/// </summary>
/// <remarks>
/// Weak order 2, not 3: three increments do not tell the area under the path within a third, so already the variance of a linear
/// equation is met up to h³ a step only. What the third stage buys is the mean and a smaller constant.
/// </remarks>
public sealed record Seeds3 : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts { get; } = new("seeds-3", "SEEDS-3", 2, 1, 3, 1, "Gonzalez et al. 2023, alg. 3") { Noise = StepNoise.ThirdsInLambda };

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem);
    }

    private sealed class Stepper<TState>(Problem<TState> problem) : IStepper<TState>
    {
        private const int Thirds = 3;

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
            NoiseLevel third = problem.Process.AtLambda(step.From.Lambda + (h / Thirds));
            NoiseLevel twoThirds = problem.Process.AtLambda(step.From.Lambda + (2 * h / Thirds));
            Advance(stage, x, step with { To = third }, 0, 1);
            problem.Score.Evaluate(stage, third, stageEpsilon);
            Advance(stage, x, step with { To = twoThirds }, 2, 2);
            problem.Score.Evaluate(stage, twoThirds, stageEpsilon);
            Advance(x, x, in step, 1.5, 3);
        }

        // The slope of ε per step is slope · (ε_stage − ε_s); the noise is that of the thirds passed.
        private void Advance(TState target, TState x, in GridStep step, double slope, int thirds)
        {
            double h = step.LambdaLength;
            double c = slope == 0 ? 0 : -2 * step.To.Deviation * h * PhiFunctions.Phi2(h) * slope;
            problem.Space.Combine(
                target, (step.MeanScaleRatio, x), ((2 * step.FlowEpsilonFactor) - c, epsilon), (c, slope == 0 ? epsilon : stageEpsilon));
            double third = h / thirds;
            double root = step.To.Deviation * Math.Sqrt(Exponentials.Expm1(2 * third));
            for (int i = 0; i < thirds; i++)
            {
                // √(e^(2(k+1)u) − e^(2ku)) = e^(ku) √expm1(2u), k thirds to go.
                problem.Space.AddNormal(target, root * Math.Exp((thirds - 1 - i) * third), step.Noise(NoisePurpose.Step, i, Thirds));
            }
        }
    }
}

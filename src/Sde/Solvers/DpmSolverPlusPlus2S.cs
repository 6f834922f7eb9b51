using ScoreSde.Processes;

namespace ScoreSde.Solvers;

/// <summary>
/// DPM-Solver++(2S) with r₁ = ½: a first-order step to the middle of the step in λ, then
/// x ← (σ_t/σ_s) x − α_t expm1(−h) x̂₀(u). A step to t = 0 is x̂₀ of its start (one evaluation). Lu et al. 2022b, alg. 1.
/// </summary>
public sealed record DpmSolverPlusPlus2S : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts { get; } = new("dpmpp-2s", "DPM-Solver++ 2S", 2, null, 2, 1, "Lu et al. 2022b, alg. 1");

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

            NoiseLevel half = problem.Process.AtLambda(step.From.Lambda + (step.LambdaLength / 2));
            GridStep first = step with { To = half };
            problem.Space.Combine(middle, (first.MeanScaleRatio, x), (first.FlowEpsilonFactor, epsilon));
            problem.Score.Evaluate(middle, half, epsilon);
            double data = step.FlowDataFactor;
            problem.Space.Combine(x, (step.DeviationRatio, x), (data / half.MeanScale, middle), (-data * half.Ratio, epsilon));
        }
    }
}

using ScoreSde.Processes;
using ScoreSde.Solvers;

namespace VerifyMySampler;

/// <summary>
/// The explicit midpoint rule in σ̃ = σ/α, where the flow reads dy/dσ̃ = ε with y = x/α: half a step, then a whole step with the slope
/// found there. With <paramref name="WithSlip"/> the second evaluation is given the level of the step's start: a slip that
/// compiles, runs, and makes samples that look right.
/// </summary>
internal sealed record Midpoint(bool WithSlip = false) : ISolver
{
    public SolverFacts Facts { get; } = new("midpoint", "Midpoint in σ", 2, null, 2, 1, "Hairer, Nørsett and Wanner 1993, eq. (1.4)");

    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(problem, WithSlip);

    private sealed class Stepper<TState>(Problem<TState> problem, bool withSlip) : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();
        private readonly TState half = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            problem.Score.Evaluate(x, step.From, epsilon);
            if (!step.To.IsClean)
            {
                // Half way in σ̃ = e^(−λ).
                NoiseLevel middle = problem.Process.AtLambda(-Math.Log(0.5 * (step.From.Ratio + step.To.Ratio)));
                GridStep first = step with { To = middle };
                problem.Space.Combine(half, (first.MeanScaleRatio, x), (first.FlowEpsilonFactor, epsilon));
                problem.Score.Evaluate(half, withSlip ? step.From : middle, epsilon);
            }

            problem.Space.Combine(x, (step.MeanScaleRatio, x), (step.FlowEpsilonFactor, epsilon));
        }
    }
}

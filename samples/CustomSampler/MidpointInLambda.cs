using ScoreSde.Processes;
using ScoreSde.Solvers;

namespace CustomSampler;

/// <summary>A sampler of one's own: the midpoint rule on the probability flow in λ (DPM-Solver-2, Lu et al. 2022).</summary>
public sealed record MidpointInLambda : ISolver
{
    public SolverFacts Facts { get; } = new("midpoint", "Midpoint in λ", 2, null, 2, 1, "Lu et al. 2022, alg. 1");

    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(problem);

    private sealed class Stepper<TState>(Problem<TState> problem) : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();
        private readonly TState middle = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            problem.Score.Evaluate(x, step.From, epsilon);
            if (!step.To.IsClean)
            {
                NoiseLevel half = problem.Process.AtLambda((step.From.Lambda + step.To.Lambda) / 2);
                GridStep first = step with { To = half };
                problem.Space.Combine(middle, (first.MeanScaleRatio, x), (first.FlowEpsilonFactor, epsilon));
                problem.Score.Evaluate(middle, half, epsilon);
            }

            problem.Space.Combine(x, (step.MeanScaleRatio, x), (step.FlowEpsilonFactor, epsilon));
        }
    }
}

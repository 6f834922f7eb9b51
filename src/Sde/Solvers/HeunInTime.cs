using ScoreSde.Processes;

namespace ScoreSde.Solvers;

/// <summary>
/// Heun's method on the probability flow in t: k₁ at the start, k₂ at the Euler point, x ← x − ½δ (k₁ + k₂) with
/// k = f x + (g²/2σ) ε. The slope is singular at σ = 0, so a step to t = 0 holds ε constant instead (x̂₀, one evaluation).
/// </summary>
public sealed record HeunInTime : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts { get; } = new("heun-t", "Heun in t", 2, null, 2, 1, "Hairer, Nørsett and Wanner 1993, table II.1.1");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem);
    }

    private sealed class Stepper<TState>(Problem<TState> problem) : IStepper<TState>
    {
        private readonly ReverseProcess flow = new(problem.Process, NoiseRate: 0);
        private readonly TState epsilon1 = problem.Space.Allocate();
        private readonly TState epsilon2 = problem.Space.Allocate();
        private readonly TState predicted = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            NoiseLevel s = step.From;
            NoiseLevel t = step.To;
            problem.Score.Evaluate(x, s, epsilon1);
            if (t.IsClean)
            {
                problem.Space.Combine(x, (step.MeanScaleRatio, x), (step.FlowEpsilonFactor, epsilon1));
                return;
            }

            double d = step.Length;
            double half = d / 2;
            problem.Space.Combine(predicted, (1 - (d * flow.StateRate(s)), x), (-d * flow.EpsilonRate(s), epsilon1));
            problem.Score.Evaluate(predicted, t, epsilon2);
            problem.Space.Combine(
                x,
                (1 - (half * flow.StateRate(s)), x),
                (-half * flow.EpsilonRate(s), epsilon1),
                (-half * flow.StateRate(t), predicted),
                (-half * flow.EpsilonRate(t), epsilon2));
        }
    }
}

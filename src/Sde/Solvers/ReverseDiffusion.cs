using ScoreSde.Noise;

namespace ScoreSde.Solvers;

/// <summary>
/// The reverse diffusion predictor: x ← (2 − a) x + V s + √V z, with a = α_from/α_to = √(1 − β_i) and V the transition
/// variance (β_i). A step to t = 0 adds no noise. Song et al. 2021, app. E, eq. (46).
/// </summary>
public sealed record ReverseDiffusion : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts { get; } = new("reverse-diffusion", "Reverse diffusion predictor", 1, 1, 1, 1, "Song et al. 2021, eq. (46)") { Noise = StepNoise.Increment };

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem);
    }

    private sealed class Stepper<TState>(Problem<TState> problem) : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            double v = step.TransitionVariance;
            problem.Score.Evaluate(x, step.From, epsilon);
            problem.Space.Combine(x, (2 - step.TransitionScale, x), (-v / step.From.Deviation, epsilon));
            if (!step.To.IsClean)
            {
                problem.Space.AddNormal(x, Math.Sqrt(v), step.Noise(NoisePurpose.Step));
            }
        }
    }
}

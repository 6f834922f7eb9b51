using ScoreSde.Noise;

namespace ScoreSde.Solvers;

/// <summary>
/// Ancestral sampling (DDPM): x ← (x + V s)/a + √R z with a = α_from/α_to = √(1 − β_i), V the transition variance (β_i) and
/// R the reverse variance. The mean is exactly E[x_to | x_from] for any data law when the score is exact.
/// A step to t = 0 adds no noise. Ho et al. 2020, alg. 2.
/// </summary>
/// <param name="Variance">R: <see cref="ForwardVariance"/>, <see cref="PosteriorVariance"/>, <see cref="AnalyticVariance"/> or <see cref="ResidualVariance"/>.</param>
public sealed record Ancestral(IReverseVariance Variance) : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts => new(
        $"ddpm-{Variance.Name}", $"DDPM ancestral, {Variance.Title}", 1, 1, 1, 1, Variance.Source)
    { Noise = StepNoise.Increment };

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, Variance);
    }

    private sealed class Stepper<TState>(Problem<TState> problem, IReverseVariance variance) : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            double a = step.TransitionScale;
            problem.Score.Evaluate(x, step.From, epsilon);
            problem.Space.Combine(x, (1 / a, x), (-step.TransitionVariance / (a * step.From.Deviation), epsilon));
            if (!step.To.IsClean)
            {
                problem.Space.AddNormal(x, Math.Sqrt(variance.At(in step)), step.Noise(NoisePurpose.Step));
            }
        }
    }
}

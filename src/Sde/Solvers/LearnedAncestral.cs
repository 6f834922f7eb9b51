using ScoreSde.Noise;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Solvers;

/// <summary>
/// Ancestral sampling with what the model learned of the variance, number by number: x ← (x + V s)/a + √Σ ∘ z with ln Σ between ln β̃ and ln β
/// (<see cref="VarianceRange"/>, <see cref="ILearnedVariance{TState}"/>). On a respaced chain the same w lies between the variances of the longer steps.
/// A step to t = 0 adds no noise. Nichol and Dhariwal 2021, eq. (15) and §4.
/// </summary>
public sealed record LearnedAncestral : ISolver
{
    /// <summary>Why a state space is refused.</summary>
    internal const string NoVariedNoise = "Its states take no noise whose variance differs from number to number; those of the CPU and of libtorch do.";

    /// <inheritdoc/>
    public SolverFacts Facts { get; } = new("ddpm-learned", "DDPM ancestral, learned variance", 1, 1, 1, 1, "Nichol and Dhariwal 2021, eq. (15)") { Noise = StepNoise.Increment };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The model learned no variance, or the states have no variances number by number.</exception>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (problem.Space is not IVariedSpace<TState> space)
        {
            throw new ArgumentException(NoVariedNoise, nameof(problem));
        }

        return problem.Score is ILearnedVariance<TState> { OffersVariance: true } learned
            ? new Stepper<TState>(learned, space)
            : throw new ArgumentException("The model learned no variance of reverse steps; train --learn-variance makes one that does.", nameof(problem));
    }

    private sealed class Stepper<TState>(ILearnedVariance<TState> score, IVariedSpace<TState> space) : IStepper<TState>
    {
        private readonly TState epsilon = space.Allocate();
        private readonly TState variance = space.Allocate();
        private readonly TState noise = space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            double a = step.TransitionScale;
            if (!score.TryEvaluateWithVariance(x, step.From, epsilon, variance))
            {
                throw new InvalidOperationException("The model offered a variance and gave none.");
            }

            space.Combine(x, (1 / a, x), (-step.TransitionVariance / (a * step.From.Deviation), epsilon));
            if (!step.To.IsClean)
            {
                var range = VarianceRange.Of(in step);
                space.AddNormal(x, variance, new NumberVariance(range.LogSlope, range.LogMiddle, IsLogarithm: true), noise, step.Noise(NoisePurpose.Step));
            }
        }
    }
}

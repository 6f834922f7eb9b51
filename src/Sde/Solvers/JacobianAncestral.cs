using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Solvers;

/// <summary>
/// Ancestral sampling with the variance of each number at each sample by the Jacobian: β̃ + c² s_j²(x), s_j² = 1 − σ ∂ε_j/∂x_j, c = V/(a σ). By the second-order Tweedie formula
/// that is the diagonal of Cov(x_to | x_from) where the score is exact, whatever the data; its mean over numbers and samples is <see cref="AnalyticVariance"/>. A step to t = 0 adds
/// no noise. Bao et al. 2022b (arXiv 2206.07309), §3.
/// </summary>
/// <remarks>Not below β̃, where a network's Jacobian would have it so. Besides its evaluation a step takes the Jacobian's diagonal: a product for each number of a network's sample.</remarks>
public sealed record JacobianAncestral : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts { get; } = new("ddpm-jacobian", "DDPM ancestral, variance by the Jacobian", 1, 1, 1, 1, "Bao et al. 2022b, §3") { Noise = StepNoise.Increment, Products = TraceAncestral.OfDiagonal };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The score has no Jacobian, or the states have no variances number by number.</exception>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (problem.Space is not IVariedSpace<TState> space)
        {
            throw new ArgumentException(LearnedAncestral.NoVariedNoise, nameof(problem));
        }

        return problem.Score is IJacobianProducts<TState> or IJacobianDiagonal<TState>
            ? new Stepper<TState>(problem.Score, space)
            : throw new ArgumentException("The model has no Jacobian, whose diagonal the variance is made of.", nameof(problem));
    }

    private sealed class Stepper<TState>(IScoreFunction<TState> score, IVariedSpace<TState> space) : IStepper<TState>
    {
        private readonly TState epsilon = space.Allocate();
        private readonly TState diagonal = space.Allocate();
        private readonly TState noise = space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            if (step.To.IsClean)
            {
                score.Evaluate(x, step.From, epsilon);
            }
            else if (!TweedieStep.TryEvaluate(score, x, step.From, epsilon, diagonal))
            {
                throw new NotSupportedException("The model's Jacobian has no diagonal that could be had.");
            }

            TweedieStep.Take(space, x, epsilon, diagonal, noise, in step);
        }
    }
}

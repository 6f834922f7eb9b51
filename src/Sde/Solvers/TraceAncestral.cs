using ScoreSde.Noise;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Solvers;

/// <summary>
/// Ancestral sampling with q(ε | x) taken for N(ε_θ, s²(x) I), one variance for each sample: x ← (x + V s)/a + √(β̃ + c² s²(x)) z, c = V/(a σ), s²(x) = 1 − σ tr(∂ε/∂x)/d. By the second-order
/// Tweedie formula Cov(ε | x) = I − σ ∂ε/∂x where the score is exact, whose mean diagonal s² is: of all isotropic variances of a step at x the one of the greatest likelihood,
/// E(‖x_to − μ‖² | x)/d, whatever the data; its mean over samples is <see cref="AnalyticVariance"/>. A step to t = 0 adds no noise. Bao et al. 2022b (arXiv 2206.07309), §3, with the trace alone.
/// </summary>
/// <remarks>
/// The trace is that of the Jacobian's diagonal, in closed form where the score has one, else by d products a step; or, with K probes, (1/K) Σ vᵀ (∂ε/∂x) v with signs v drawn anew in each step
/// (Hutchinson 1990), K products. With signs v the estimate of s² is vᵀ Cov(ε | x) v/d: never negative for an exact score, and right in the mean, so that mean and variance of a step given x are
/// those of the exact trace; higher moments are not. Not below β̃, where a network's Jacobian would have it so.
/// </remarks>
/// <param name="Probes">K, or 0 for the trace itself.</param>
public sealed record TraceAncestral(int Probes = 0) : ISolver
{
    /// <summary>K, or 0 for the trace itself.</summary>
    public int Probes { get; } = Require.Steps(Probes, 0);

    /// <inheritdoc/>
    public SolverFacts Facts { get; } = new("ddpm-trace", "DDPM ancestral, variance by the trace", 1, 1, 1, 1, "Bao et al. 2022b, §3")
    {
        Noise = StepNoise.Increment,
        Products = Probes > 0 ? (_, _) => Probes : OfDiagonal,
    };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The score has no products with its Jacobian, or the states have no noise of a variance of their own.</exception>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (problem.Space is not IVariedSpace<TState> space)
        {
            throw new ArgumentException(LearnedAncestral.NoVariedNoise, nameof(problem));
        }

        bool suits = Probes > 0
            ? problem.Score is IDifferentiableScore<TState> or ITraceScore<TState>
            : problem.Score is IJacobianProducts<TState> or IJacobianDiagonal<TState>;
        return suits
            ? new Stepper<TState>(problem.Score, space, Probes)
            : throw new ArgumentException(
                problem.Score is IDifferentiableScore<TState> or ITraceScore<TState>
                    ? "The model gives products with its Jacobian but not its diagonal: estimate the trace by a number of probes, as ddpm-trace:4."
                    : "The model has no products with its Jacobian, whose trace the variance is made of; ddpm-residual needs none.",
                nameof(problem));
    }

    /// <summary>Products that a whole diagonal takes.</summary>
    internal static int OfDiagonal(int dimension, bool isClosed) => isClosed ? 1 : dimension;

    private sealed class Stepper<TState>(IScoreFunction<TState> score, IVariedSpace<TState> space, int probes) : IStepper<TState>
    {
        private readonly TState epsilon = space.Allocate();
        private readonly TState trace = space.Allocate();
        private readonly TState product = space.Allocate();
        private readonly TState direction = space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            if (step.To.IsClean)
            {
                score.Evaluate(x, step.From, epsilon);
            }
            else if (probes > 0)
            {
                Probe(x, in step);
            }
            else
            {
                Sum(x, in step);
            }

            TweedieStep.Take(space, x, epsilon, trace, product, in step);
        }

        // trace = tr(∂ε/∂x)/d in all numbers of a row.
        private void Sum(TState x, in GridStep step)
        {
            if (!TweedieStep.TryEvaluate(score, x, step.From, epsilon, product))
            {
                throw new NotSupportedException("The model's Jacobian has no diagonal that could be had: estimate its trace by a number of probes, as ddpm-trace:4.");
            }

            space.Average(trace, product);
        }

        // An estimate of it.
        private void Probe(TState x, in GridStep step)
        {
            score.Evaluate(x, step.From, epsilon);
            for (int k = 0; k < probes; k++)
            {
                space.FillSigns(direction, step.Noise(NoisePurpose.Probe, k, probes));
                if (score is ITraceScore<TState> traced)
                {
                    traced.TraceProduct(x, step.From, direction, product);
                }
                else
                {
                    ((IDifferentiableScore<TState>)score).TransposedJacobianProduct(x, step.From, direction, product);
                }

                space.AverageProducts(direction, direction, product);
                if (k == 0)
                {
                    space.Combine(trace, (1.0 / probes, direction));
                }
                else
                {
                    space.Combine(trace, (1, trace), (1.0 / probes, direction));
                }
            }
        }
    }
}

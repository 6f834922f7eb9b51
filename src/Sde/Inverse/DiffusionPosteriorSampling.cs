using ScoreSde.Noise;
using ScoreSde.Scores;
using ScoreSde.Solvers;

namespace ScoreSde.Inverse;

/// <summary>
/// DPS as published: an ancestral step, then x ← x − ζ ∇ₓ‖y − A x̂₀(x)‖, the gradient taken at the step's start. The step is along the gradient of
/// the norm, so its length does not depend on σ_y. Three evaluations. Chung et al. 2023, alg. 1.
/// </summary>
/// <remarks>
/// The paper writes ζ_i ∇‖·‖² with ζ_i = ζ′/‖y − A x̂₀‖, which is 2 ζ′ ∇‖·‖; its code takes the norm, as here, so ζ = 2 ζ′ and the code's
/// scale is ζ. No likelihood has this gradient: there is no posterior that it converges to as steps get finer. <see cref="PosteriorScore{T}"/>
/// is the version that follows Bayes' rule.
/// </remarks>
/// <param name="Measurement">What was measured.</param>
/// <param name="Scale">ζ ≥ 0, in units of x.</param>
public sealed record DiffusionPosteriorSampling(Measurement Measurement, double Scale = 1) : ISolver
{
    /// <summary>ζ.</summary>
    public double Scale { get; } = Require.NonNegative(Scale);

    /// <inheritdoc/>
    public SolverFacts Facts => new("dps", "DPS", 0, 0, 3, 3, "Chung et al. 2023, alg. 1");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        IMeasuredStates<TState> measured = MeasuredStates.Of(problem, Measurement, Facts);
        return problem.Score is IDifferentiableScore<TState> score
            ? new Stepper<TState>(problem, score, measured, Scale)
            : throw new ArgumentException("DPS needs a score function with products with its Jacobian.", nameof(problem));
    }

    private sealed class Stepper<TState>(Problem<TState> problem, IDifferentiableScore<TState> score, IMeasuredStates<TState> measured, double scale)
        : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();
        private readonly TState cotangent = problem.Space.Allocate();
        private readonly TState product = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            score.Evaluate(x, step.From, epsilon);
            problem.Space.Combine(cotangent, (1 / step.From.MeanScale, x), (-step.From.Ratio, epsilon));
            measured.PullTowards(cotangent, cotangent);

            // −∇‖y − A x̂₀‖ = Jᵀ c with Jᵀ c = (c − σ (∂ε/∂x)ᵀ c)/α
            score.TransposedJacobianProduct(x, step.From, cotangent, product);
            double a = step.TransitionScale;
            double pull = scale / step.From.MeanScale;
            problem.Space.Combine(
                x,
                (1 / a, x),
                (-step.TransitionVariance / (a * step.From.Deviation), epsilon),
                (pull, cotangent),
                (-pull * step.From.Deviation, product));
            if (!step.To.IsClean)
            {
                problem.Space.AddNormal(x, Math.Sqrt(step.PosteriorVariance), step.Noise(NoisePurpose.Step));
            }
        }
    }
}

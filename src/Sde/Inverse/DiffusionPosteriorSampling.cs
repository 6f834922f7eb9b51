using System.Numerics;
using ScoreSde.Noise;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;

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
public sealed record DiffusionPosteriorSampling(Measurement Measurement, double Scale = 1) : TileSolver
{
    /// <summary>ζ.</summary>
    public double Scale { get; } = Require.NonNegative(Scale);

    /// <inheritdoc/>
    public override SolverFacts Facts => new("dps", "DPS", 0, 0, 3, 3, "Chung et al. 2023, alg. 1");

    private protected override IStepper<Tile<T>> Create<T>(Problem<Tile<T>> problem)
    {
        Measurement.Check(problem.Space.Dimension);
        return problem.Score is IDifferentiableScore<Tile<T>> score
            ? new Stepper<T>(problem, score, this)
            : throw new ArgumentException("DPS needs a score function with products with its Jacobian.", nameof(problem));
    }

    private sealed class Stepper<T>(Problem<Tile<T>> problem, IDifferentiableScore<Tile<T>> score, DiffusionPosteriorSampling settings)
        : IStepper<Tile<T>>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Tile<T> epsilon = problem.Space.Allocate();
        private readonly Tile<T> cotangent = problem.Space.Allocate();
        private readonly Tile<T> product = problem.Space.Allocate();
        private readonly double[] data = new double[problem.Space.Dimension];
        private readonly double[] residual = new double[settings.Measurement.Operator.Outputs];

        public void Step(Tile<T> x, in GridStep step)
        {
            score.Evaluate(x, step.From, epsilon);
            problem.Space.Combine(cotangent, (1 / step.From.MeanScale, x), (-step.From.Ratio, epsilon));
            for (int i = 0; i < x.Rows; i++)
            {
                TileRows.Read(cotangent.Row(i), data);
                settings.Measurement.Residual(data, residual);
                double norm = Math.Sqrt(SingularValues.Dot(residual, residual));
                settings.Measurement.Operator.ApplyTransposed(residual, data);
                for (int j = 0; j < data.Length; j++)
                {
                    data[j] = norm == 0 ? 0 : data[j] / norm;
                }

                TileRows.Write(data, cotangent.Row(i));
            }

            // −∇‖y − A x̂₀‖ = Jᵀ c with Jᵀ c = (c − σ (∂ε/∂x)ᵀ c)/α
            score.TransposedJacobianProduct(x, step.From, cotangent, product);
            double a = step.TransitionScale;
            double pull = settings.Scale / step.From.MeanScale;
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

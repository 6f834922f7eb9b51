using System.Numerics;
using ScoreSde.Inverse;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;

namespace ScoreSde.Cli.Methods;

/// <summary>The score function and the solver that a method makes of a model's.</summary>
/// <param name="Score">The score function.</param>
/// <param name="Solver">The solver.</param>
internal sealed record ConditionedSampler<T>(IScoreFunction<Tile<T>> Score, ISolver Solver)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Puts a method together.</summary>
    /// <param name="method">The method.</param>
    /// <param name="prior">The model.</param>
    /// <param name="measurement">What was measured, in the model's units.</param>
    /// <param name="dataVariance">The variance of the data's numbers, in the model's units.</param>
    /// <param name="solver">The solver of methods that take any.</param>
    public static ConditionedSampler<T> Of(
        RestoreMethod method, IScoreFunction<Tile<T>> prior, Measurement measurement, double dataVariance, ISolver solver) => method switch
        {
            RestoreMethod.PseudoinverseGuidance => new(new PseudoinverseScore<T>(Differentiable(prior), measurement, dataVariance), solver),
            RestoreMethod.MomentMatching => new(new MomentMatchingScore<T>(Differentiable(prior), measurement, dataVariance: dataVariance), solver),
            RestoreMethod.PosteriorLikelihood => new(new PosteriorScore<T>(Differentiable(prior), measurement), solver),
            _ => new(prior, SolverOf(method, measurement, solver)),
        };

    /// <summary>The solver of a method that is one; the given one for those that are scores. On any states.</summary>
    /// <param name="method">The method.</param>
    /// <param name="measurement">What was measured, in the model's units.</param>
    /// <param name="solver">The solver of methods that take any.</param>
    public static ISolver SolverOf(RestoreMethod method, Measurement measurement, ISolver solver) => method switch
    {
        RestoreMethod.PosteriorSampling => new DiffusionPosteriorSampling(measurement),
        RestoreMethod.Ddrm => new Ddrm(measurement),
        RestoreMethod.Snips => new Snips(measurement),
        RestoreMethod.Replacement => new Replacement(solver, measurement, CountsError: true),
        RestoreMethod.RePaint => new RePaint(measurement),
        _ when IsScore(method) => solver,
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown method."),
    };

    /// <summary>Whether a method asks for products with the model's Jacobian.</summary>
    public static bool NeedsJacobian(RestoreMethod method) => IsScore(method) || method is RestoreMethod.PosteriorSampling or RestoreMethod.Twisted;

    /// <summary>Whether a method is a score function that any solver follows; the others are solvers that know the measurement.</summary>
    public static bool IsScore(RestoreMethod method) =>
        method is RestoreMethod.PseudoinverseGuidance or RestoreMethod.MomentMatching or RestoreMethod.PosteriorLikelihood;

    /// <summary>Whether a method takes any solver.</summary>
    public static bool TakesSolver(RestoreMethod method) => method is RestoreMethod.PseudoinverseGuidance or RestoreMethod.MomentMatching
        or RestoreMethod.PosteriorLikelihood or RestoreMethod.Replacement;

    /// <summary>A score with products with its Jacobian.</summary>
    public static IDifferentiableScore<Tile<T>> Differentiable(IScoreFunction<Tile<T>> score) => score as IDifferentiableScore<Tile<T>>
        ?? throw new NotSupportedException("The model has no products with its Jacobian.");
}

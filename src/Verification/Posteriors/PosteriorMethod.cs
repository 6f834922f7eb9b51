using ScoreSde.Inverse;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;

namespace ScoreSde.Verification.Posteriors;

/// <summary>A way to sample from a posterior: a score function and the solver that goes with it.</summary>
/// <param name="Name">For tables.</param>
/// <param name="Score">Makes the score function of a case.</param>
/// <param name="Solver">Makes the solver of a case.</param>
/// <param name="IsAffine">Whether a run on Gaussian data is affine, so that its law is known without sampling.</param>
public sealed record PosteriorMethod(
    string Name, Func<PosteriorCase, IScoreFunction<Tile<double>>> Score, Func<PosteriorCase, ISolver> Solver, bool IsAffine = true)
{
    private static readonly Heun Flow = new();
    private static readonly Ancestral Chain = new(new PosteriorVariance());

    /// <summary>All shipped methods with their usual settings; the first has the exact likelihood.</summary>
    public static IReadOnlyList<PosteriorMethod> All { get; } =
    [
        new("exact likelihood", static problem => problem.Posterior.Score<double>(), static _ => Flow),
        new("mmps", static problem => new MomentMatchingScore<double>(problem.Prior.Score<double>(), problem.Measurement, steps: 2), static _ => Flow),
        new("pigdm", static problem => new PseudoinverseScore<double>(problem.Prior.Score<double>(), problem.Measurement), static _ => Flow),
        new("dps-likelihood", static problem => new PosteriorScore<double>(problem.Prior.Score<double>(), problem.Measurement), static _ => Flow),
        new("dps, ζ = 0.1", Plain, static problem => new DiffusionPosteriorSampling(problem.Measurement, Scale: 0.1), IsAffine: false),
        new("ddrm", Plain, static problem => new Ddrm(problem.Measurement)),
        new("snips", Plain, static problem => new Snips(problem.Measurement)),
        new("replacement", Plain, static problem => new Replacement(Chain, problem.Measurement)),
        new("replacement, σ_y counted", Plain, static problem => new Replacement(Chain, problem.Measurement, CountsError: true)),
        new("repaint", Plain, static problem => new RePaint(problem.Measurement)),
        new("repaint, σ_y counted", Plain, static problem => new RePaint(problem.Measurement, CountsError: true)),
    ];

    private static IScoreFunction<Tile<double>> Plain(PosteriorCase problem) => problem.Prior.Score<double>();
}

using ScoreSde.Inverse;
using ScoreSde.Particles;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

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

    /// <summary>Makes the particles of a case, for a method that weighs the samples of <see cref="Solver"/>, the chain; null of others.</summary>
    public Func<PosteriorCase, TwistedParticles>? Particles { get; init; }

    /// <summary>Twisted particles, so many for each sample.</summary>
    /// <param name="particles">P ≥ 1.</param>
    public static PosteriorMethod Twisted(int particles) =>
        new($"{TwistedParticles.Name}, {particles} particles", Plain, static _ => new Ancestral(new ForwardVariance()), IsAffine: false)
        {
            Particles = problem => new TwistedParticles(problem.Measurement, particles),
        };

    /// <summary>Draws samples of a case.</summary>
    /// <param name="problem">The case.</param>
    /// <param name="process">The forward process.</param>
    /// <param name="grid">The times, down to 0.</param>
    /// <param name="count">Samples.</param>
    /// <param name="seed">Fixes every random number.</param>
    /// <param name="options">How the run is carried out.</param>
    /// <exception cref="NonFiniteSampleException">The run diverged.</exception>
    public SampleSet<double> Sample(PosteriorCase problem, IDiffusionProcess process, TimeGrid grid, int count, ulong seed, SamplerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return Particles is null
            ? Sampler.Sample(process, Score(problem), Solver(problem), grid, count, seed, options)
            : Weigh(problem, process, grid, count, seed, options).Samples;
    }

    /// <summary>The same with what particles say of p(y).</summary>
    internal EvidenceSamples<double> Weigh(PosteriorCase problem, IDiffusionProcess process, TimeGrid grid, int count, ulong seed, SamplerOptions? options)
    {
        TwistedParticles particles = Particles!(problem);
        EvidenceSamples<double> found = ParticleSampler.Sample(process, problem.Prior.Score<double>(), particles, grid, count, seed, options);
        return found with { Samples = found.Samples with { Evaluations = found.Samples.Evaluations * particles.Particles } };
    }

    private static IScoreFunction<Tile<double>> Plain(PosteriorCase problem) => problem.Prior.Score<double>();
}

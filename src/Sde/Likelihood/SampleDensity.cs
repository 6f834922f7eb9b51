using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Likelihood;

/// <summary>
/// ln p of samples of the reverse SDE, found on their way without a divergence and without further evaluations:
/// ln p̂(x_N) = ln p(x_0) + Σ_k ln [p(x_(k+1)|x_k)/q(x_k|x_(k+1))], p the law of the solver's step, q the forward transition, x_0 the start (<see cref="StepRatio"/>).
/// </summary>
/// <remarks>
/// <para>
/// With δ → 0 that is the Itô formula d ln p = (d f + ½ g² ‖s‖²) δ + g s·dW of the reverse SDE dx = (−f x + g² s) δ + g dW, δ &gt; 0 down in t. With another noise rate r it reads
/// (d f + ½ r g² ‖s‖² − ½ (1 − r) g² div s) δ + √r g s·dW: the divergence is gone at r = 1 alone, at r = 0 it is all there is, which is <see cref="FlowLikelihood"/>.
/// Karczewski et al. 2025 (2411.01293); Skreta et al. 2025 (2412.17762).
/// </para>
/// <para>
/// Where s is the score of the marginals p_t and the start has the law of p_t, ln p̂ − ln p_t(x) is the sum over the steps of ln [p(x_to|x_from)/p*(x_to|x_from)], p* the true reverse transition:
/// of strong order ½, and in the mean of order 1 and never below 0.
/// </para>
/// <para>
/// For any other s, a network's, p_θ the density of the solver's samples: E e^(−ln p̂) given x is 1/p_θ(x), and E ln p̂ given x is ln p_θ(x) plus the divergence of the reverse from the
/// forward paths that end at x, so ln p̂ overestimates in the mean, by ½ ∫ g² E‖s − ∇ln p_θ,t‖² dt in the limit, and by nothing only where s is the score of its own samples.
/// </para>
/// </remarks>
public static class SampleDensity
{
    // Where a step is divided for its rate of variance: no time of a table's, as halves and fifths are.
    private const double Within = 0.618;
    private const double Short = 1e-5;
    private const double RateTolerance = 1e-3;

    /// <summary>Draws the samples that <see cref="Sampler.Sample"/> draws, bit for bit, and their densities.</summary>
    /// <param name="process">The forward process.</param>
    /// <param name="score">The model of the noise.</param>
    /// <param name="solver">A stochastic method whose step is x ← m + D z with noise rate 1: see <see cref="Refusal"/>.</param>
    /// <param name="grid">The times; from α &gt; 0. To t = 0 where the method draws noise in that step too, as <see cref="EulerMaruyama"/> does.</param>
    /// <param name="count">Samples, at least 1.</param>
    /// <param name="seed">Fixes every random number.</param>
    /// <param name="options">Threads, tiles, shard, progress, cancellation; none of it changes a bit.</param>
    /// <param name="observer">Sees every step.</param>
    /// <typeparam name="T">float or double; densities are summed in double.</typeparam>
    /// <exception cref="ArgumentException">The method or the grid carries no density.</exception>
    /// <inheritdoc cref="Sampler.Sample" path="/exception"/>
    public static SampleDensities<T> Sample<T>(
        IDiffusionProcess process,
        IScoreFunction<Tile<T>> score,
        ISolver solver,
        TimeGrid grid,
        int count,
        ulong seed,
        SamplerOptions? options = null,
        IStepObserver<T>? observer = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Refusal(solver, process, grid) is { } reason)
        {
            throw new ArgumentException(reason, nameof(solver));
        }

        Require.Positive(count);
        var sums = new double[count];
        SampleSet<T> samples = Sampler.Sample(process, score, new RatioSolver<T>(solver, sums, options?.FirstSample ?? 0), grid, count, seed, options, observer);
        return new(samples, sums);
    }

    /// <summary>
    /// Why a method carries no density down a grid, as a sentence; null where it does. It is seen in a run of one sample of data N(0, I), without its noise: each step must be x ← m + D z with one normal z that comes last,
    /// and D² must be the variance of the forward transition where steps are short, since paths of any other rate have no density with respect to the forward paths.
    /// </summary>
    public static string? Refusal(ISolver solver, IDiffusionProcess process, TimeGrid grid)
    {
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(grid);
        SolverFacts facts = solver.Facts;
        if (!facts.IsStochastic)
        {
            return $"'{facts.Name}' draws no noise: ln p along the flow takes a divergence, which a likelihood has.";
        }

        GridStep[] steps = GridSteps.Down(process, TimeRange.Whole, grid, seed: 0);
        if (steps[0].From.IsPureNoise)
        {
            return "The grid begins at α = 0, from where a step has no density; begin it where α > 0.";
        }

        var space = new TileSpace<double>(1, UnitScore.Numbers);
        var seen = new RatioSpace<Tile<double>>(space, isSilent: true);
        var problem = new Problem<Tile<double>>(process, new UnitScore(), seen);
        Tile<double> x = space.Allocate();
        IStepper<Tile<double>> stepper;
        try
        {
            stepper = solver.CreateStepper(problem);
        }
        catch (ArgumentException)
        {
            return $"'{facts.Name}' needs more of a model or of its states than a density along its samples has: one variance for all numbers, and ε alone.";
        }

        x.Values.Fill(process.PriorDeviationAt(steps[0].From));
        foreach (ref readonly GridStep step in steps.AsSpan())
        {
            if (Look(stepper, in step) is var flaw and not StepFlaw.None)
            {
                return Sentence(facts.Name, flaw, in step);
            }
        }

        GridStep middle = steps[steps.Length / 2];
        NoiseLevel from = process.At(middle.To.Time + (Within * middle.Length));
        var part = new GridStep(0, 1, from, process.At(from.Time - (Short * middle.Length)), 0);
        x.Values.Fill(process.PriorDeviationAt(from));
        _ = Look(solver.CreateStepper(problem), in part);
        double rate = seen.Deviation * seen.Deviation / part.TransitionVariance;
        return Math.Abs(rate - 1) > RateTolerance
            ? $"'{facts.Name}' adds {rate:G3} times the noise of the reverse SDE, whose paths alone have a density with respect to the forward ones: give it the noise rate 1."
            : null;

        StepFlaw Look(IStepper<Tile<double>> taking, in GridStep step)
        {
            seen.Enter(x);
            taking.Step(x, in step);
            return seen.Leave();
        }
    }

    /// <summary>What a flaw means.</summary>
    internal static string Sentence(string name, StepFlaw flaw, in GridStep step) => flaw switch
    {
        StepFlaw.NoNoise when step.To.IsClean =>
            $"'{name}' draws no noise in its step to t = 0, so that its last state has no density given the one before: end the grid above 0, or take a method that does, as em.",
        StepFlaw.NoNoise => $"'{name}' draws no noise in its step from t = {step.From.Time:G4}, so that the state after it has no density given the one before.",
        StepFlaw.OtherNoise => $"'{name}' draws more in a step than the one normal of the reverse SDE, so that the step's law is not at hand.",
        _ => $"'{name}' goes on with the model after noise within a step, so that the step is not normal and its law not at hand.",
    };

    /// <summary>ε of data N(0, I) in three dimensions, in which steps that take norms can be taken.</summary>
    private sealed class UnitScore : IScoreFunction<Tile<double>>
    {
        public const int Numbers = 3;

        public int Dimension => Numbers;

        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon)
        {
            double factor = level.Deviation / ((level.MeanScale * level.MeanScale) + level.Variance);
            for (int i = 0; i < x.Values.Length; i++)
            {
                epsilon.Values[i] = factor * x.Values[i];
            }
        }
    }
}

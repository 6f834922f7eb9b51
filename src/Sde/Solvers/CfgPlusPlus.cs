using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Solvers;

/// <summary>
/// CFG++: x̂₀ of the guided noise g = ε_∅ + λ (ε_c − ε_∅), renoised with ε_∅, x ← α_to x̂₀(g) + √(σ_to² − ς²) ε_∅ + ς z. That is a step of the model led
/// away from and then a push, x ← step_∅(x) + α_to (x̂₀(g) − x̂₀(ε_∅)), which is how steps other than DDIM's are taken. Chung et al. 2024 (arXiv:2406.08070), alg. 2.
/// </summary>
/// <remarks>
/// <para>
/// λ ∈ [0, 1] is the weight of the score's own rule. A DDIM step of length h = ln(α/σ)_to − ln(α/σ)_from is that of guidance with the weight
/// w = λ/(1 − e^(−h)), with noise w = λ/(1 − √(e^(−2h) − ς² α_from²/(α_to σ_from)²)). So w grows without bound as steps become short: a fixed λ has no limiting equation, and
/// samples gather where p_t(c|x) is largest. Short steps with λ = w h are guidance with w.
/// </para>
/// <para>
/// It is for steps that ask once, where they begin, and keep no history: a push that does not shrink with the step leaves no order that more evaluations could reach.
/// A step from α = 0 adds α_to (x̂₀(g) − x̂₀(ε_∅)) too; a step of DDIM to t = 0 gives x̂₀(g).
/// </para>
/// </remarks>
/// <param name="Solver">The method whose steps are taken: <see cref="Takes"/>.</param>
public sealed record CfgPlusPlus(ISolver Solver) : ISolver, IOuterSolver
{
    /// <summary>The method whose steps are taken.</summary>
    public ISolver Solver { get; } = Takes(Require.NotNull(Solver))
        ? Solver
        : throw new ArgumentException(
            $"CFG++ is for methods that ask once a step and keep no history (ddim, ddpm-forward, ddpm-posterior, em, euler, reverse-diffusion, sde-dpmpp-1), not for {Solver.Facts.Name}.",
            nameof(Solver));

    /// <inheritdoc/>
    public SolverFacts Facts => new(
        $"cfgpp-{Solver.Facts.Name}",
        $"CFG++ by {Solver.Facts.Title}",
        0,
        Solver.Facts.IsStochastic ? 0 : null,
        Solver.Facts.EvaluationsPerStep,
        Solver.Facts.EvaluationsInStepToZero,
        "Chung et al. 2024, alg. 2")
    { Noise = Solver.Facts.Noise };

    /// <summary>Whether a method asks once, where its step begins, and keeps no history.</summary>
    public static bool Takes(ISolver solver) =>
        Require.NotNull(solver) is Ddim or EulerMaruyama or ReverseDiffusion or SdeDpmSolverPlusPlus { Levels: 1 } or Ancestral { Variance: ForwardVariance or PosteriorVariance };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The score is not one of guidance by two models.</exception>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (problem.Score is not IRenoisedScore<TState> { OffersRenoising: true } guided)
        {
            throw new ArgumentException("CFG++ needs guidance: the score of two models.", nameof(problem));
        }

        var held = new HeldScore<TState>(problem.Space, problem.Score.Range);
        return new Stepper<TState>(problem, guided, held, PureNoise.Stepper(Solver, problem with { Score = held }));
    }

    private sealed class Stepper<TState>(Problem<TState> problem, IRenoisedScore<TState> guided, HeldScore<TState> held, IStepper<TState> inner) : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            if (!guided.TryEvaluateRenoised(x, step.From, epsilon, held.Epsilon))
            {
                throw new InvalidOperationException("The score offered the noise of two models and gave none.");
            }

            // α_to x̂₀ = α_to/α_from (x − σ ε), and x̂₀ itself at α = 0.
            double share = step.From.IsPureNoise ? step.To.MeanScale : -step.MeanScaleRatio * step.From.Deviation;
            problem.Space.Combine(epsilon, (share, epsilon), (-share, held.Epsilon));
            held.Hold(step.From);
            inner.Step(x, in step);
            problem.Space.Combine(x, (1, x), (1, epsilon));
        }
    }
}

using ScoreSde.Noise;

namespace ScoreSde.Solvers;

/// <summary>
/// Annealed Langevin dynamics, a corrector alone: each step carries x/α over to the next level unchanged, x ← (α_to/α_from) x, and takes K Langevin steps
/// x ← x + η s + √(2η) z there. A step to t = 0 is x̂₀ (the denoising step of Jolicoeur-Martineau et al. 2020), one from α = 0 keeps x/σ.
/// Song and Ermon 2019, alg. 1; 2020, §3.
/// </summary>
/// <remarks>
/// <para>
/// The corrector's step is that of the level where it works, without the factor a of a predictor's transition. <see cref="AnnealedLangevin"/> then has η = 2 r² σ², the papers'
/// rule
/// α_i = ε σ_i²/σ_L² with ε = 2 r² σ_L² (Song and Ermon 2019 halve it: ε = 4 r² σ_L²); <see cref="SignalToNoiseLangevin"/> has η = 2 (r ‖z‖/‖s‖)². With x/α for x both are the
/// same rule on every process.
/// </para>
/// <para>
/// On N(m, v₀) each Langevin step is affine: with v = α² v₀ + σ² and ρ = 1 − η/v the mean's error shrinks by ρ and the variance goes to ρ² w + 2 η, whose fixed point is v/(1 −
/// η/(2v)). So the
/// law after K steps a level is known, it tends to a biased one however short the steps between the levels (order 0), and to the exact one as η → 0 with K η → ∞.
/// No step is taken at the first level, whose law the run starts from.
/// </para>
/// </remarks>
/// <param name="Corrector">The rule of the step's size.</param>
/// <param name="StepsPerLevel">K ≥ 1: 1 in Song et al. 2021, 5 in Song and Ermon 2020, 100 in 2019.</param>
public sealed record CorrectorOnly(ICorrector Corrector, int StepsPerLevel = 1) : ISolver, IStartsFromPureNoise
{
    /// <summary>
    /// r of <see cref="AnnealedLangevin"/> for tens to hundreds of evaluations, η = 0.32 σ²: with the papers' steps of η = 0.05 to 0.1 σ² a run takes a thousand and more, and
    /// with fewer lags behind its levels.
    /// </summary>
    public const double UsualSignalToNoise = 0.4;

    /// <summary>K.</summary>
    public int StepsPerLevel { get; } = Require.Positive(StepsPerLevel);

    /// <inheritdoc/>
    public SolverFacts Facts => new(
        Corrector.Name == "ald" ? "langevin" : $"langevin-{Corrector.Name}",
        $"Langevin dynamics alone, {Corrector.Title}{(StepsPerLevel == 1 ? "" : $" × {StepsPerLevel}")}",
        0,
        0,
        StepsPerLevel,
        1,
        "Song and Ermon 2019, alg. 1");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, Corrector.CreateStepper(problem), StepsPerLevel);
    }

    private sealed class Stepper<TState>(Problem<TState> problem, ICorrectorStepper<TState> corrector, int n) : IStepper<TState>
    {
        private readonly TState data = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            if (step.To.IsClean)
            {
                DataPrediction.Write(problem, x, step.From, data);
                problem.Space.Combine(x, (step.To.MeanScale, data));
                return;
            }

            problem.Space.Combine(x, (step.From.IsPureNoise ? step.DeviationRatio : step.MeanScaleRatio, x));
            GridStep level = step with { From = step.To };
            for (int i = 0; i < n; i++)
            {
                corrector.Correct(x, in level, step.Noise(NoisePurpose.Corrector, i, n));
            }
        }
    }
}

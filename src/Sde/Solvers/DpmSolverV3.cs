using ScoreSde.Processes;
using ScoreSde.Special;

namespace ScoreSde.Solvers;

/// <summary>
/// DPM-Solver-v3 with the model statistics of data N(0, σ_d² I): an exponential (Rosenbrock) Adams method whose linear part is the flow of that law, so that it is exact for it in
/// one step, from any level to any other, α = 0 and t = 0 among them. With v = α² σ_d² + σ² and tan φ = σ_d α/σ the flow reads d(x/√v)/dφ = F, F = (x σ/√v − √v ε)/(α σ_d), and
/// x ← √v_t (x/√v_s + Σ w_k F_k), the w_k those of Adams and Bashforth in φ over the last levels. The start is of lower order, and so is a step that
/// outgrows its history (<see cref="LevelBound"/>). Zheng et al. 2023, §3.1 and §3.2; F is the network of Karras et al. 2022, eq. (7), but for its sign.
/// </summary>
/// <remarks>
/// <para>
/// In the paper's words: N = σ ε − l x with l = σ²/v, which minimises E‖∇N‖² on that law (there ε = σ x/v, so N = 0 and l = E tr(σ ∇ε)/d); ∫ s dλ = ln(α σ σ_d/√v), so that N/(α
/// σ σ_d/√v) = −F is what is
/// held constant or extrapolated, and b = 0. On the law itself N = 0 leaves s open; this s scales N to the unit variance of a network's target. The paper measures l, s and b
/// number by number; states here are combined
/// with one weight for all numbers. It expands in λ; φ is a smooth function of λ with ends, 0 at α = 0 and π/2 at σ = 0, so orders are the same and no end is singular.
/// </para>
/// <para>
/// Steps from α = 0 take F = x̂₀/σ_d there; a step to t = 0 is one as any other (it is x̂₀ only up to the square of σ/(α σ_d)). Without noise and with σ_d = 1 on a
/// variance-preserving process −F is the velocity v
/// of Salimans and Ho 2022.
/// </para>
/// </remarks>
/// <param name="Levels">1 to 3, the order.</param>
/// <param name="DataDeviation">σ_d &gt; 0, in units of the data.</param>
public sealed record DpmSolverV3(int Levels = 2, double DataDeviation = 1) : ISolver, IStartsFromPureNoise
{
    private const int MostLevels = 3;

    /// <summary>How many predictions a step is made of.</summary>
    public int Levels { get; } = (int)Require.Between(Levels, 1, MostLevels);

    /// <summary>σ_d.</summary>
    public double DataDeviation { get; } = Require.Positive(DataDeviation);

    /// <inheritdoc/>
    public SolverFacts Facts => new(
        $"dpm-v3-{Levels}",
        $"DPM-Solver-v3, {Levels} level{(Levels == 1 ? "" : "s")}{(DataDeviation == 1 ? "" : $", σ_d = {DataDeviation:R}")}",
        Levels,
        null,
        1,
        1,
        "Zheng et al. 2023, §3");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, Levels, DataDeviation);
    }

    private sealed class Stepper<TState>(Problem<TState> problem, int levels, double deviation) : IStepper<TState>
    {
        private readonly PredictionHistory<TState> slopes = new(problem.Space, levels);
        private readonly (double Weight, TState State)[] terms = new (double, TState)[levels + 1];

        public void Step(TState x, in GridStep step)
        {
            WriteSlope(x, step.From, slopes.Push(in step));
            double turn = Turn(step.From, step.To);
            double end = Width(step.To);
            int count = slopes.Count - 1;
            Span<double> nodes = stackalloc double[count];
            Span<double> moments = stackalloc double[count];
            Span<double> weights = stackalloc double[count];
            for (int k = 0; k < count; k++)
            {
                nodes[k] = -Turn(slopes.Level(k + 1), step.From) / turn;
                moments[k] = end * turn / (k + 2);
            }

            double newest = end * turn;
            count = LevelBound.Fill(nodes, moments, weights, newest);
            for (int k = 0; k < count; k++)
            {
                newest -= weights[k];
                terms[k + 2] = (weights[k], slopes[k + 1]);
            }

            terms[0] = (end / Width(step.From), x);
            terms[1] = (newest, slopes[0]);
            problem.Space.Combine(x, terms.AsSpan(0, count + 2));
        }

        // F, with one evaluation.
        private void WriteSlope(TState x, NoiseLevel level, TState target)
        {
            problem.Score.Evaluate(x, level, target);
            if (level.IsPureNoise)
            {
                problem.Space.Combine(target, (1 / deviation, target));
                return;
            }

            double scale = level.MeanScale * deviation;
            double width = Width(level);
            problem.Space.Combine(target, (level.Deviation / (width * scale), x), (-width / scale, target));
        }

        // √v.
        private double Width(NoiseLevel level) => double.Hypot(level.MeanScale * deviation, level.Deviation);

        // φ_to − φ_from; its sine is σ_d (α_to σ_from − α_from σ_to)/(√v_from √v_to), which must not cancel.
        private double Turn(NoiseLevel from, NoiseLevel to)
        {
            double cross = from.IsPureNoise || to.IsPureNoise || from.IsClean || to.IsClean
                ? (to.MeanScale * from.Deviation) - (from.MeanScale * to.Deviation)
                : -to.MeanScale * from.Deviation * Exponentials.Expm1(from.Lambda - to.Lambda);
            return Math.Atan2(deviation * cross, (from.Deviation * to.Deviation) + (deviation * deviation * from.MeanScale * to.MeanScale));
        }
    }
}

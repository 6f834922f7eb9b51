using ScoreSde.Special;

namespace ScoreSde.Solvers;

/// <summary>
/// UniPC-p in x̂₀: a predictor through the last p levels, x ← (σ_t/σ_s) x − α_t expm1(−h) x̂₀ + Σ w_k (x̂₀ₙ₋ₖ − x̂₀ₙ), and, once the
/// network has seen the prediction, the same step again with that value as one more node (the corrector). One evaluation a step;
/// no corrector after the last. The start is of lower order, and so is a step that
/// outgrows its history (<see cref="LevelBound"/>); a step to t = 0 is x̂₀. Zhao et al. 2023, alg. 1 and 2.
/// </summary>
/// <remarks>
/// The weights integrate the polynomial in λ exactly, which is what their linear system R ρ = b does, but for one difference: it gets
/// the fixed weight −½ α_t B of <see cref="UniPcBasis"/>.
/// </remarks>
/// <param name="Levels">p, 1 to 3. The order is p + 1.</param>
/// <param name="Basis">B(h).</param>
/// <param name="Corrects">Whether the corrector is used; without it (UniP-p) the order is p.</param>
public sealed record UniPc(int Levels = 2, UniPcBasis Basis = UniPcBasis.Exponential, bool Corrects = true) : ISolver
{
    /// <summary>p.</summary>
    public int Levels { get; } = (int)Require.Between(Levels, 1, InterpolationWeights.MostNodes);

    /// <inheritdoc/>
    public SolverFacts Facts
    {
        get
        {
            (string name, string basis) = Basis == UniPcBasis.Exponential ? ("", "") : ("-bh1", ", B = h");
            return Corrects
                ? new($"unipc-{Levels}{name}", $"UniPC-{Levels}{basis}", Levels + 1, null, 1, 1, "Zhao et al. 2023, alg. 1 and 2")
                : new($"unip-{Levels}{name}", $"UniP-{Levels}{basis}", Levels, null, 1, 1, "Zhao et al. 2023, alg. 2");
        }
    }

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, this);
    }

    private sealed class Stepper<TState>(Problem<TState> problem, UniPc settings) : IStepper<TState>
    {
        // The newest prediction and p before it: what the corrector of the last step needs.
        private readonly PredictionHistory<TState> data = new(problem.Space, settings.Levels + 1);
        private readonly (double Weight, TState State)[] terms = new (double, TState)[settings.Levels + 2];
        private readonly TState start = problem.Space.Allocate();
        private GridStep last;

        public void Step(TState x, in GridStep step)
        {
            DataPrediction.Write(problem, x, step.From, data.Push(in step));
            if (step.Index > 0 && settings.Corrects)
            {
                Advance(x, start, in last, 1, Math.Min(data.Count - 1, settings.Levels), 0);
            }

            problem.Space.Combine(start, (1, x));
            last = step;
            Advance(x, start, in step, 0, step.To.IsClean ? 0 : Math.Min(data.Count, settings.Levels) - 1, -1);
        }

        // A step from the level of data[origin]; the other nodes are the older levels and, for the corrector, data[extra], the step's end.
        private void Advance(TState target, TState x, in GridStep step, int origin, int others, int extra)
        {
            Span<double> nodes = stackalloc double[others];
            Span<double> moments = stackalloc double[others];
            Span<double> weights = stackalloc double[others];
            for (int k = 0; k < others; k++)
            {
                nodes[k] = k == 0 && extra == 0 ? 1 : data.Node(Place(k, origin, extra), in step);
            }

            double newest = step.FlowDataFactor;
            others = FillWeights(nodes, moments, weights, in step);
            for (int k = 0; k < others; k++)
            {
                newest -= weights[k];
                terms[k + 2] = (weights[k], data[Place(k, origin, extra)]);
            }

            terms[0] = (step.DeviationRatio, x);
            terms[1] = (newest, data[origin]);
            problem.Space.Combine(target, terms.AsSpan(0, others + 2));
        }

        private static int Place(int k, int origin, int extra) => extra == 0 ? (k == 0 ? 0 : origin + k) : origin + 1 + k;

        // Of as many nodes as the step bears; returns how many.
        private int FillWeights(ReadOnlySpan<double> nodes, Span<double> moments, Span<double> weights, in GridStep step)
        {
            if (nodes.IsEmpty)
            {
                return 0;
            }

            double h = step.LambdaLength;
            double whole = step.FlowDataFactor;
            double scale = step.To.MeanScale * h;
            if (nodes.Length > 1)
            {
                moments[0] = scale * PhiFunctions.Phi2(-h);
                moments[1] = scale * 2 * PhiFunctions.Phi3(-h);
                if (moments.Length > 2)
                {
                    moments[2] = scale * 6 * PhiFunctions.Phi4(-h);
                }

                int count = LevelBound.Fill(nodes, moments, weights, whole);
                if (count > 1)
                {
                    return count;
                }
            }

            weights[0] = (settings.Basis == UniPcBasis.Exponential ? whole : scale) / (2 * nodes[0]);
            return LevelBound.Bears(weights[..1], whole) ? 1 : 0;
        }
    }
}

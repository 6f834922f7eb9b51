using ScoreSde.Noise;
using ScoreSde.Processes;

namespace ScoreSde.Solvers;

/// <summary>
/// Restart: once the run has come down to σ/α = Lowest, noise takes it up again to σ/α = Highest, as the forward process would, and the flow down,
/// K times. What is random forgets old errors as the reverse SDE does, what is solved is smooth. Xu et al. 2023, alg. 1.
/// </summary>
/// <remarks>
/// <para>A grid only goes down, so the repeats happen within one step: after the first whose end lies at or below Lowest, or the last; before it
/// where it ends at t = 0, from which no noise leads back. They start from that grid level, whose distance to Lowest the grid decides; the
/// authors' code takes the nearest level, which may lie above. Where it lies above Highest the repeats rise by the same factor, Highest/Lowest, but never above t = 1. A run of one step to
/// t = 0 has no level to start from and no repeats.</para>
/// <para>A repeat takes Share of the steps of the run, on the rule of Karras with ρ = 7, so that its error falls with that of the run and the order is
/// that of the method within. The authors' [3, 10, 0.06, 0.30] on 18 steps means three levels and so two steps a repeat: Share = 1/9, Repeats = 10,
/// 75 evaluations.</para>
/// </remarks>
/// <param name="Flow">The deterministic method of the run and of its repeats.</param>
/// <param name="Repeats">K ≥ 1.</param>
/// <param name="Share">Steps of a repeat as a share of those of the run, rounded up.</param>
/// <param name="Lowest">σ̃_min &gt; 0.</param>
/// <param name="Highest">σ̃_max &gt; σ̃_min.</param>
public sealed record Restart(ISolver Flow, int Repeats = 4, double Share = 0.25, double Lowest = 0.06, double Highest = 0.30) : ISolver, IOuterSolver
{
    private const double Rho = 7;

    /// <summary>The method of the run and of its repeats.</summary>
    public ISolver Flow { get; } = Require.NotNull(Flow).Facts is { IsStochastic: false, Counting: null }
        ? Flow
        : throw new ArgumentException($"Restart needs a deterministic method whose steps are all alike, not {Flow.Facts.Name}.", nameof(Flow));

    /// <summary>K.</summary>
    public int Repeats { get; } = Require.Positive(Repeats);

    /// <summary>Steps of a repeat as a share of those of the run.</summary>
    public double Share { get; } = Require.Positive(Share);

    /// <summary>σ̃_min.</summary>
    public double Lowest { get; } = Require.Positive(Lowest);

    /// <summary>σ̃_max.</summary>
    public double Highest { get; } = Require.Positive(Highest) > Lowest
        ? Highest
        : throw new ArgumentOutOfRangeException(nameof(Highest), Highest, $"A restart must rise above {Lowest:R}, where it begins.");

    /// <inheritdoc/>
    public SolverFacts Facts
    {
        get
        {
            SolverFacts flow = Flow.Facts;
            double perStep = flow.EvaluationsPerStep * (1 + (Repeats * Share));
            return new(
                $"restart-{flow.Name}",
                $"Restart × {Repeats} of {flow.Title}",
                flow.Order,
                0,
                (int)Math.Ceiling(perStep),
                flow.EvaluationsInStepToZero,
                $"Xu et al. 2023, alg. 1; {flow.Source}")
            {
                Counting = (steps, endsAtZero) => flow.Count(steps, endsAtZero)
                    + (steps == 1 && endsAtZero ? 0 : Repeats * flow.Count(StepsOfRepeat(steps), endsAtZero: false)),
            };
        }
    }

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(Require.NotNull(problem), this);

    // A share such as 0.07 of 100 steps is 7, though the product in double is a rounding more.
    private long StepsOfRepeat(long steps) => (long)Math.Ceiling(Share * steps * (1 - 1e-12));

    private sealed class Stepper<TState>(Problem<TState> problem, Restart settings) : IStepper<TState>
    {
        private readonly IStepper<TState> flow = PureNoise.Stepper(settings.Flow, problem);
        private readonly double highestRatio = problem.Process.At(1).Ratio;
        private int begun;

        public void Step(TState x, in GridStep step)
        {
            begun = step.Index == 0 ? 0 : begun;
            bool here = (step.Index == 0 || step.From.Ratio > settings.Lowest)
                && (step.To.Ratio <= settings.Lowest || step.Index == step.Count - 1);
            if (here && step.To.IsClean && step.Count > 1)
            {
                Repeat(x, step.From, in step);
                begun = step.Index;
            }

            // A method with memory begins anew after the repeats, which have changed the path.
            flow.Step(x, step with { Index = step.Index - begun });
            if (here && !step.To.IsClean)
            {
                Repeat(x, step.To, in step);
                begun = step.Index + 1;
            }
        }

        private void Repeat(TState x, NoiseLevel bottom, in GridStep step)
        {
            double rise = settings.Highest > bottom.Ratio ? settings.Highest : bottom.Ratio * (settings.Highest / settings.Lowest);
            NoiseLevel top = rise < highestRatio ? problem.Process.AtLambda(-Math.Log(rise)) : problem.Process.At(1);
            double high = Math.Exp(-top.Lambda / Rho);
            double low = Math.Exp(-bottom.Lambda / Rho);
            int steps = checked((int)settings.StepsOfRepeat(step.Count));
            var whole = new GridStep(0, 1, top, bottom, step.Seed);
            double lift = Math.Sqrt(whole.TransitionVariance);
            for (int k = 0; k < settings.Repeats; k++)
            {
                problem.Space.Combine(x, (whole.TransitionScale, x));
                problem.Space.AddNormal(x, lift, new NoiseKey(step.Seed, (uint)k, NoisePurpose.Restart));
                NoiseLevel from = top;
                for (int i = 0; i < steps; i++)
                {
                    NoiseLevel to = i == steps - 1
                        ? bottom
                        : problem.Process.AtLambda(-Rho * Math.Log(high + ((double)(i + 1) / steps * (low - high))));
                    flow.Step(x, new GridStep(i, steps, from, to, step.Seed));
                    from = to;
                }
            }
        }
    }
}

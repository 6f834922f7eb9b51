using ScoreSde.Processes;

namespace ScoreSde.Solvers;

/// <summary>
/// Steps from and to a level with α = 0, where λ = −∞, for every method that has none of its own: there the flow in q = α/σ reads d(x/σ)/dq = x̂₀, regular at q = 0, and such a
/// step is one of an
/// explicit Runge–Kutta method in q with as many stages as the method evaluates a step, x ← (σ_to/σ_from) x + σ_to Δq Σ b_i x̂₀ᵢ. With one stage that is DDIM.
/// </summary>
/// <remarks>
/// <para>
/// So the first step costs what others cost, and its error is of the method's own order on any grid: in q all else in the step is exact. What is after it begins anew,
/// as the first step of a grid does. Methods of several levels so begin with two steps of order 1; on grids that begin finely that is below what they promise.
/// </para>
/// <para>
/// Stochastic methods take that step of the flow too: their state is nothing but noise, and no law changes by drawing it again. The weak order, 2 at most, is kept with one stage.
/// </para>
/// </remarks>
public static class PureNoise
{
    /// <summary>By the number of stages less one; each of as high an order as stages.</summary>
    private static readonly ButcherTableau[] Tableaus =
    [
        new("euler", "Euler's method", 1, "Hairer, Nørsett and Wanner 1993, §II.1", [[]], [1]),
        new("heun", "Heun's method", 2, "Hairer, Nørsett and Wanner 1993, table II.1.1", [[], [1]], [0.5, 0.5]),
        ButcherTableau.Kutta3,
        ButcherTableau.Classical4,
    ];

    /// <summary>A stepper of the method that takes steps from and to α = 0 too: what loops over grids make.</summary>
    /// <param name="solver">The method.</param>
    /// <param name="problem">What is to be solved.</param>
    /// <typeparam name="TState">A batch of samples.</typeparam>
    public static IStepper<TState> Stepper<TState>(ISolver solver, Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(problem);
        IStepper<TState> inner = solver.CreateStepper(problem);
        return problem.Process.At(1).IsPureNoise && solver is not (IOuterSolver or IStartsFromPureNoise)
            ? new Both<TState>(inner, problem, solver.Facts)
            : inner;
    }

    private sealed class Both<TState>(IStepper<TState> inner, Problem<TState> problem, SolverFacts facts) : IStepper<TState>
    {
        private readonly TState[] data = [.. Enumerable.Range(0, Tableaus.Length).Select(_ => problem.Space.Allocate())];
        private readonly TState stage = problem.Space.Allocate();
        private readonly (double Weight, TState State)[] terms = new (double, TState)[Tableaus.Length + 1];
        private int skipped;

        public void Step(TState x, in GridStep step)
        {
            if (step.Index == 0)
            {
                skipped = step.From.IsPureNoise ? 1 : 0;
            }

            if (step.From.IsPureNoise || step.To.IsPureNoise)
            {
                Cross(x, in step);
                return;
            }

            inner.Step(x, step with { Index = step.Index - skipped, Count = step.Count - skipped });
        }

        private void Cross(TState x, in GridStep step)
        {
            // From α = 0 to σ = 0 at once.
            if (step.To.IsClean)
            {
                DataPrediction.Write(problem, x, step.From, data[0]);
                problem.Space.Combine(x, (step.To.MeanScale, data[0]));
                return;
            }

            ButcherTableau tableau = Tableaus[Math.Clamp(Stages(in step), 1, Tableaus.Length) - 1];
            double from = Math.Exp(step.From.Lambda);
            double length = Math.Exp(step.To.Lambda) - from;
            for (int i = 0; i < tableau.Stages; i++)
            {
                // The ends are the grid's own levels, so that they are known to the score under the same bits.
                double node = tableau.Node(i);
                NoiseLevel level = node == 0 ? step.From
                    : node == 1 ? step.To
                    : problem.Process.AtLambda(Math.Log(from + (node * length)));
                Advance(stage, x, tableau.Row(i), step.From, level, length);
                DataPrediction.Write(problem, stage, level, data[i]);
            }

            Advance(x, x, tableau.Weights, step.From, step.To, length);
        }

        // σ (x/σ_from + Δq Σ a_j x̂₀ⱼ) at a level.
        private void Advance(TState target, TState x, ReadOnlySpan<double> weights, NoiseLevel from, NoiseLevel to, double length)
        {
            int count = 0;
            terms[count++] = (to.Deviation / from.Deviation, x);
            for (int j = 0; j < weights.Length; j++)
            {
                if (weights[j] != 0)
                {
                    terms[count++] = (to.Deviation * length * weights[j], data[j]);
                }
            }

            problem.Space.Combine(target, terms.AsSpan(0, count));
        }

        private int Stages(in GridStep step) => facts.Counting is null
            ? facts.EvaluationsPerStep
            : (int)Math.Min(Tableaus.Length, facts.Count(step.Count, false) - (step.Count > 1 ? facts.Count(step.Count - 1, false) : 0));
    }
}

using ScoreSde.Processes;

namespace ScoreSde.Solvers;

/// <summary>
/// An explicit Runge–Kutta method on the probability flow in t, dx/dt = f x + (g²/2σ) ε. The slope is singular at σ = 0, so a step to
/// t = 0 holds ε constant instead (x̂₀, one evaluation).
/// </summary>
/// <param name="Tableau">The method.</param>
public sealed record RungeKuttaInTime(ButcherTableau Tableau) : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts => new(
        $"{Tableau.Name}-t", $"{Tableau.Title} in t", Tableau.Order, null, Tableau.Stages, 1, Tableau.Source);

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, Tableau);
    }

    private sealed class Stepper<TState>(Problem<TState> problem, ButcherTableau tableau) : IStepper<TState>
    {
        private readonly ReverseProcess flow = new(problem.Process, NoiseRate: 0);
        private readonly TState[] slopes = [.. Enumerable.Range(0, tableau.Stages).Select(_ => problem.Space.Allocate())];
        private readonly (double Weight, TState State)[] terms = new (double, TState)[tableau.Stages + 1];
        private readonly double[] nodes = [.. Enumerable.Range(0, tableau.Stages).Select(tableau.Node)];
        private readonly TState stage = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            if (step.To.IsClean)
            {
                problem.Score.Evaluate(x, step.From, slopes[0]);
                problem.Space.Combine(x, (step.MeanScaleRatio, x), (step.FlowEpsilonFactor, slopes[0]));
                return;
            }

            for (int i = 0; i < slopes.Length; i++)
            {
                // The ends are the grid's own levels, so that they are known to the score under the same bits.
                NoiseLevel level = nodes[i] switch
                {
                    0 => step.From,
                    1 => step.To,
                    _ => problem.Process.At(step.From.Time - (nodes[i] * step.Length)),
                };
                Advance(stage, x, tableau.Row(i), step.Length);
                problem.Score.Evaluate(stage, level, slopes[i]);
                problem.Space.Combine(slopes[i], (flow.StateRate(level), stage), (flow.EpsilonRate(level), slopes[i]));
            }

            Advance(x, x, tableau.Weights, step.Length);
        }

        private void Advance(TState target, TState x, ReadOnlySpan<double> weights, double length)
        {
            int count = 0;
            terms[count++] = (1, x);
            for (int j = 0; j < weights.Length; j++)
            {
                if (weights[j] != 0)
                {
                    terms[count++] = (-length * weights[j], slopes[j]);
                }
            }

            problem.Space.Combine(target, terms.AsSpan(0, count));
        }
    }
}

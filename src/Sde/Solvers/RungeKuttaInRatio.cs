using ScoreSde.Processes;

namespace ScoreSde.Solvers;

/// <summary>
/// An explicit Runge–Kutta method on the probability flow in σ̃ = σ/α, where it reads dy/dσ̃ = ε with y = x/α (the ρRK methods of DEIS). The slope
/// is regular down to σ = 0, but a network need not be: a step to t = 0 holds ε constant (x̂₀, one evaluation). Zhang and Chen 2023.
/// </summary>
/// <param name="Tableau">The method.</param>
public sealed record RungeKuttaInRatio(ButcherTableau Tableau) : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts => new(
        $"{Tableau.Name}-sigma",
        $"{Tableau.Title} in σ/α",
        Tableau.Order,
        null,
        Tableau.Stages,
        1,
        $"Zhang and Chen 2023; {Tableau.Source}");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, Tableau);
    }

    private sealed class Stepper<TState>(Problem<TState> problem, ButcherTableau tableau) : IStepper<TState>
    {
        private readonly TState[] slopes = [.. Enumerable.Range(0, tableau.Stages).Select(_ => problem.Space.Allocate())];
        private readonly (double Weight, TState State)[] terms = new (double, TState)[tableau.Stages + 1];
        private readonly double[] nodes = [.. Enumerable.Range(0, tableau.Stages).Select(tableau.Node)];
        private readonly TState stage = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            problem.Score.Evaluate(x, step.From, slopes[0]);
            if (step.To.IsClean)
            {
                problem.Space.Combine(x, (step.MeanScaleRatio, x), (step.FlowEpsilonFactor, slopes[0]));
                return;
            }

            for (int i = 1; i < slopes.Length; i++)
            {
                // σ̃_s (1 + c (σ̃_t/σ̃_s − 1)); the end is the grid's own level, so that it is known to the score under the same bits.
                NoiseLevel level = nodes[i] == 1
                    ? step.To
                    : problem.Process.AtLambda(
                        step.From.Lambda - Special.Exponentials.Log1p(nodes[i] * Special.Exponentials.Expm1(-step.LambdaLength)));
                Advance(stage, x, tableau.Row(i), step, level);
                problem.Score.Evaluate(stage, level, slopes[i]);
            }

            Advance(x, x, tableau.Weights, step, step.To);
        }

        // α (x/α_s + Δσ̃ Σ a_j ε_j) at a level.
        private void Advance(TState target, TState x, ReadOnlySpan<double> weights, in GridStep step, NoiseLevel level)
        {
            double length = step.FlowEpsilonFactor * Math.Exp(level.LogMeanScale - step.To.LogMeanScale);
            int count = 0;
            terms[count++] = (Math.Exp(level.LogMeanScale - step.From.LogMeanScale), x);
            for (int j = 0; j < weights.Length; j++)
            {
                if (weights[j] != 0)
                {
                    terms[count++] = (length * weights[j], slopes[j]);
                }
            }

            problem.Space.Combine(target, terms.AsSpan(0, count));
        }
    }
}

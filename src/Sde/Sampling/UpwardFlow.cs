using ScoreSde.Processes;
using ScoreSde.Solvers;

namespace ScoreSde.Sampling;

/// <summary>
/// A flow method taken from data to noise: its steps have λ_to &lt; λ_from, which its formulas bear. A first step from t = 0, where λ is
/// infinite, is the midpoint rule in u = σ̃²/2: with y = x/α the flow is dy/du = ε/σ̃, which stays smooth at u = 0 for data with a density.
/// Its error is of order σ̃⁶. A model that cannot be asked at the midpoint is asked at the end of the step instead, with an error of order σ̃⁴.
/// </summary>
public sealed record UpwardFlow : ISolver, IOuterSolver
{
    /// <param name="inner">The method.</param>
    /// <exception cref="ArgumentException">It is stochastic: noise has no way back.</exception>
    public UpwardFlow(ISolver inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner.Facts.IsStochastic
        ? throw new ArgumentException($"'{inner.Facts.Name}' is stochastic; only the probability flow can be taken both ways.", nameof(inner))
        : inner;
    }

    /// <summary>The method.</summary>
    public ISolver Inner { get; }

    /// <inheritdoc/>
    public SolverFacts Facts => Inner.Facts;

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(problem, Inner);

    private sealed class Stepper<TState>(Problem<TState> problem, ISolver solver) : IStepper<TState>
    {
        private readonly IStepper<TState> inner = PureNoise.Stepper(solver, problem);
        private readonly TState stage = problem.Space.Allocate();
        private readonly TState epsilon = problem.Space.Allocate();
        private int skipped;

        public void Step(TState x, in GridStep step)
        {
            if (step.Index == 0)
            {
                skipped = step.From.IsClean ? 1 : 0;
            }

            if (step.From.IsClean && step.To.IsPureNoise)
            {
                throw new ArgumentException("A grid that goes up from t = 0 to α = 0 needs a time between.");
            }

            if (step.From.IsClean)
            {
                Leave(x, step.To);
                return;
            }

            GridStep own = step with { Index = step.Index - skipped, Count = step.Count - skipped };
            inner.Step(x, in own);
        }

        private void Leave(TState x, NoiseLevel to)
        {
            NoiseLevel middle = problem.Process.AtLambda(to.Lambda + (0.5 * Math.Log(2)));
            (NoiseLevel asked, double share) = problem.Score.Range.Contains(middle.Time) ? (middle, 0.5) : (to, 1.0);
            double slope = 0.5 * to.Ratio * to.Ratio / asked.Ratio;
            problem.Space.Combine(stage, (asked.MeanScale, x));
            problem.Score.Evaluate(stage, asked, epsilon);
            problem.Space.Combine(stage, (1, stage), (asked.MeanScale * slope * share, epsilon));
            problem.Score.Evaluate(stage, asked, epsilon);
            problem.Space.Combine(x, (to.MeanScale, x), (to.MeanScale * slope, epsilon));
        }
    }
}

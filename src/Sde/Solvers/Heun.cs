using ScoreSde.Noise;
using ScoreSde.Processes;

namespace ScoreSde.Solvers;

/// <summary>
/// Heun's method on the probability flow in σ̃ = σ/α, where it reads dy/dσ̃ = ε with y = x/α:
/// y' = y + Δ ε₁, y ← y + ½Δ (ε₁ + ε₂), Δ = σ̃_to − σ̃_from. A step to t = 0 is the Euler step (x̂₀, one evaluation).
/// With churn, noise first lifts σ̃ to σ̃(1 + γ). Karras et al. 2022, alg. 1 and 2.
/// </summary>
/// <remarks>Churn's noise is no increment of one Brownian path, so no strong order is claimed; its weak order is that of Heun.</remarks>
/// <param name="Churn">What is added and where; null for the deterministic method.</param>
public sealed record Heun(Churn? Churn = null) : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts => Churn is null
        ? new("heun", "Heun in σ (EDM)", 2, null, 2, 1, "Karras et al. 2022, alg. 1")
        : new("heun-churn", "Heun in σ with churn (EDM)", 2, 0, 2, 1, "Karras et al. 2022, alg. 2");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, Churn);
    }

    private sealed class Stepper<TState>(Problem<TState> problem, Churn? churn) : IStepper<TState>
    {
        private readonly TState epsilon1 = problem.Space.Allocate();
        private readonly TState epsilon2 = problem.Space.Allocate();
        private readonly TState predicted = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            GridStep flow = churn is null ? step : Lift(x, step, churn);
            double scale = flow.MeanScaleRatio;
            double c = flow.FlowEpsilonFactor;
            problem.Score.Evaluate(x, flow.From, epsilon1);
            if (flow.To.IsClean)
            {
                problem.Space.Combine(x, (scale, x), (c, epsilon1));
                return;
            }

            problem.Space.Combine(predicted, (scale, x), (c, epsilon1));
            problem.Score.Evaluate(predicted, flow.To, epsilon2);
            problem.Space.Combine(x, (scale, x), (c / 2, epsilon1), (c / 2, epsilon2));
        }

        // x̂ = α̂ (x/α + √(σ̂² − σ̃²) S_noise z): in y the noise is simply added.
        private GridStep Lift(TState x, in GridStep step, Churn churn)
        {
            double ratio = step.From.Ratio;
            double lifted = Math.Min(ratio * (1 + churn.Gamma(ratio, step.Count)), problem.Process.At(problem.Score.Range.Maximum).Ratio);
            if (lifted <= ratio)
            {
                return step;
            }

            NoiseLevel level = problem.Process.AtLambda(-Math.Log(lifted));
            double added = churn.NoiseScale * level.MeanScale * Math.Sqrt((lifted - ratio) * (lifted + ratio));
            problem.Space.Combine(x, (Math.Exp(level.LogMeanScale - step.From.LogMeanScale), x));
            problem.Space.AddNormal(x, added, step.Noise(NoisePurpose.Churn));
            return step with { From = level };
        }
    }
}

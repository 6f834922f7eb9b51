using ScoreSde.Special;

namespace ScoreSde.Solvers;

/// <summary>
/// DPM-Solver++(2M): x ← (σ_t/σ_s) x − α_t expm1(−h) x̂₀ + c D₁, D₁ = (x̂₀ₙ − x̂₀ₙ₋₁)/r₀ the slope of x̂₀ per step in λ,
/// r₀ = h_prev/h, c by <see cref="SecondOrderTerm"/>. The first step, one to t = 0 and one
/// that outgrows its history (<see cref="LevelBound"/>) are of order 1. Lu et al. 2022b, alg. 2.
/// </summary>
/// <param name="Term">c.</param>
public sealed record DpmSolverPlusPlus2M(SecondOrderTerm Term = SecondOrderTerm.Midpoint) : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts => Term == SecondOrderTerm.Midpoint
        ? new("dpmpp-2m", "DPM-Solver++ 2M", 2, null, 1, 1, "Lu et al. 2022b, alg. 2")
        : new("dpmpp-2m-heun", "DPM-Solver++ 2M, exact slope", 2, null, 1, 1, "Lu et al. 2022b; Hochbruck and Ostermann 2010");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, Term);
    }

    private sealed class Stepper<TState>(Problem<TState> problem, SecondOrderTerm term) : IStepper<TState>
    {
        private readonly PredictionHistory<TState> data = new(problem.Space, 2);

        public void Step(TState x, in GridStep step)
        {
            DataPrediction.Write(problem, x, step.From, data.Push(in step));
            double factor = step.FlowDataFactor;
            double earlier = data.Count == 1 || step.To.IsClean ? 0 : Earlier(in step, factor);
            if (earlier == 0 || !LevelBound.Bears([earlier], factor))
            {
                problem.Space.Combine(x, (step.DeviationRatio, x), (factor, data[0]));
                return;
            }

            problem.Space.Combine(x, (step.DeviationRatio, x), (factor - earlier, data[0]), (earlier, data[1]));
        }

        // The weight of the prediction before the step's start.
        private double Earlier(in GridStep step, double factor)
        {
            double h = step.LambdaLength;
            double c = term == SecondOrderTerm.Midpoint ? factor / 2 : step.To.MeanScale * h * PhiFunctions.Phi2(-h);
            return c / data.Node(1, in step);
        }
    }
}

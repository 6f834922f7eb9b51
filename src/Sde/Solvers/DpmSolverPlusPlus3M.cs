using ScoreSde.Special;

namespace ScoreSde.Solvers;

/// <summary>
/// DPM-Solver++(3M): x ← (σ_t/σ_s) x − α_t expm1(−h) x̂₀ + α_t h φ₂(−h) D₁ + 2 α_t h φ₃(−h) D₂, with D₁ and D₂ the slope and half the
/// curvature of x̂₀ per step in λ, by divided differences over the last three levels. The first steps are of order 1 and 2, one to
/// t = 0 of order 1, one that outgrows its history of the order that it bears (<see cref="LevelBound"/>). Lu et al. 2022b; an exponential Adams method in the sense of Hochbruck and Ostermann 2010.
/// </summary>
/// <remarks>
/// D₂ is <em>half</em> the second derivative, so the curvature needs the 2. The implementations in common use leave it out, which is
/// <see cref="Damped"/>: of order 2, sometimes nearer at few steps.
/// </remarks>
/// <param name="Damped">Whether the curvature is halved as others do.</param>
public sealed record DpmSolverPlusPlus3M(bool Damped = false) : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts => Damped
        ? new("dpmpp-3m-damped", "DPM-Solver++ 3M, half curvature", 2, null, 1, 1, "Lu et al. 2022b, as commonly implemented")
        : new("dpmpp-3m", "DPM-Solver++ 3M", 3, null, 1, 1, "Lu et al. 2022b; Hochbruck and Ostermann 2010");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, Damped ? 1 : 2);
    }

    private sealed class Stepper<TState>(Problem<TState> problem, double curvature) : IStepper<TState>
    {
        private readonly PredictionHistory<TState> data = new(problem.Space, 3);

        public void Step(TState x, in GridStep step)
        {
            DataPrediction.Write(problem, x, step.From, data.Push(in step));
            double factor = step.FlowDataFactor;
            if (data.Count == 1 || step.To.IsClean)
            {
                problem.Space.Combine(x, (step.DeviationRatio, x), (factor, data[0]));
                return;
            }

            double r0 = -data.Node(1, in step);
            if (data.Count == 3)
            {
                // D₁ = D₁⁰ + r₀ D₂ and D₂ = (D₁⁰ − D₁¹)/(r₀ + r₁), with D₁⁰ = (x̂₀ₙ − x̂₀ₙ₋₁)/r₀ and D₁¹ = (x̂₀ₙ₋₁ − x̂₀ₙ₋₂)/r₁.
                double h = step.LambdaLength;
                double r1 = -data.Node(2, in step) - r0;
                double c1 = step.To.MeanScale * h * PhiFunctions.Phi2(-h);
                double c2 = ((c1 * r0) + (curvature * step.To.MeanScale * h * PhiFunctions.Phi3(-h))) / (r0 + r1);
                double newest = (c1 + c2) / r0;
                double oldest = c2 / r1;
                double middle = -newest - oldest;
                if (LevelBound.Bears([middle, oldest], factor))
                {
                    problem.Space.Combine(x, (step.DeviationRatio, x), (factor + newest, data[0]), (middle, data[1]), (oldest, data[2]));
                    return;
                }
            }

            // The usual second-order method, as in the other implementations.
            double half = factor / (2 * r0);
            half = LevelBound.Bears([-half], factor) ? half : 0;
            problem.Space.Combine(x, (step.DeviationRatio, x), (factor + half, data[0]), (-half, data[1]));
        }
    }
}

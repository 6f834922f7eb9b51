using ScoreSde.Noise;

namespace ScoreSde.Solvers.AsPublished;

/// <summary>
/// SDE-DPM-Solver++ through three levels with factors of one's own: x ← (σ_t/σ_s) e^(−h) x + α_t [(1 − e^(−H)) x̂₀ + s D₁ + c D₂] + σ_t √(1 − e^(−H)) z, H = 2h, D₁ the slope
/// and D₂ half the curvature of x̂₀ per step in λ. The first step has x̂₀ alone, the second its slope.
/// </summary>
/// <param name="problem">What is solved.</param>
/// <param name="second">The slope's factor in the second step, of H.</param>
/// <param name="curvature">c of H; s is H φ₂(−H).</param>
internal sealed class ThreeLevelSdeStepper<TState>(Problem<TState> problem, Func<double, double> second, Func<double, double> curvature) : IStepper<TState>
{
    private readonly PredictionHistory<TState> data = new(problem.Space, 3);

    public void Step(TState x, in GridStep step)
    {
        DataPrediction.Write(problem, x, step.From, data.Push(in step));
        if (step.To.IsClean)
        {
            problem.Space.Combine(x, (step.To.MeanScale, data[0]));
            return;
        }

        var exact = new SdeStep(step.From, step.To, 1);
        if (data.Count == 1)
        {
            problem.Space.Combine(x, (exact.OnState, x), (exact.OnData, data[0]));
        }
        else
        {
            (double newest, double oldest) = Weights(in step);
            problem.Space.Combine(
                x, (exact.OnState, x), (exact.OnData + newest, data[0]), (-newest - oldest, data[1]), (oldest, data[data.Count - 1]));
        }

        problem.Space.AddNormal(x, exact.Deviation, step.Noise(NoisePurpose.Step));
    }

    private (double Newest, double Oldest) Weights(in GridStep step)
    {
        double h = 2 * step.LambdaLength;
        double r0 = -data.Node(1, in step);
        if (data.Count == 2)
        {
            return (step.To.MeanScale * second(h) / r0, 0);
        }

        double r1 = -data.Node(2, in step) - r0;
        double slope = step.To.MeanScale * ExactSlope(h);
        double bend = ((slope * r0) + (step.To.MeanScale * curvature(h))) / (r0 + r1);
        return ((slope + bend) / r0, bend / r1);
    }

    /// <summary>H φ₂(−H) = ∫ of τ.</summary>
    public static double ExactSlope(double h) => h * Special.PhiFunctions.Phi2(-h);
}

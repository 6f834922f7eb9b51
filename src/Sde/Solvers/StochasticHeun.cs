using ScoreSde.Noise;
using ScoreSde.Processes;

namespace ScoreSde.Solvers;

/// <summary>
/// Heun's method on the reverse family in t with one Brownian increment W for both stages:
/// x' = x + δ f_s(x) + √r g_s W, x ← x + ½δ [f_s(x) + f_t(x')] + ½√r (g_s + g_t) W. The drift is singular at
/// σ = 0, so a step to t = 0 is x̂₀ (one evaluation). Kloeden and Platen 1992, §14.1 and §15.1.
/// </summary>
/// <param name="NoiseRate">r of <see cref="ReverseProcess"/>; the default is 1.</param>
public sealed record StochasticHeun(NoiseRate NoiseRate = default) : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts { get; } = new("stochastic-heun", "Stochastic Heun in t", 2, 1, 2, 1, "Kloeden and Platen 1992, §15.1")
    {
        Noise = StepNoise.Increment,
    };

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, new ReverseProcess(problem.Process, NoiseRate));
    }

    private sealed class Stepper<TState>(Problem<TState> problem, ReverseProcess reverse) : IStepper<TState>
    {
        private readonly TState epsilon1 = problem.Space.Allocate();
        private readonly TState epsilon2 = problem.Space.Allocate();
        private readonly TState predicted = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            NoiseLevel s = step.From;
            NoiseLevel t = step.To;
            problem.Score.Evaluate(x, s, epsilon1);
            if (t.IsClean)
            {
                problem.Space.Combine(x, (step.MeanScaleRatio, x), (step.FlowEpsilonFactor, epsilon1));
                return;
            }

            double d = step.Length;
            double half = d / 2;
            double before = Math.Sqrt(reverse.NoiseVarianceRate(s) * d);
            double after = Math.Sqrt(reverse.NoiseVarianceRate(t) * d);
            NoiseKey noise = step.Noise(NoisePurpose.Step);
            problem.Space.Combine(predicted, (1 - (d * reverse.StateRate(s)), x), (-d * reverse.EpsilonRate(s), epsilon1));
            problem.Space.AddNormal(predicted, before, noise);
            problem.Score.Evaluate(predicted, t, epsilon2);
            problem.Space.Combine(
                x,
                (1 - (half * reverse.StateRate(s)), x),
                (-half * reverse.EpsilonRate(s), epsilon1),
                (-half * reverse.StateRate(t), predicted),
                (-half * reverse.EpsilonRate(t), epsilon2));
            problem.Space.AddNormal(x, (before + after) / 2, noise);
        }
    }
}

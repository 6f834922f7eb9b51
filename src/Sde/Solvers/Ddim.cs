using ScoreSde.Noise;

namespace ScoreSde.Solvers;

/// <summary>
/// DDIM: x ← α_to x̂₀ + √(σ_to² − ς²) ε + ς z with ς² = η² β̃. η = 0 solves the probability flow with ε held constant over the
/// step; η = 1 is DDPM with variance β̃. Exact in one step for data that is one point; a step to t = 0 gives x̂₀.
/// Song, Meng and Ermon 2021, eq. (12).
/// </summary>
/// <remarks>η scales the standard deviation, so the noise rate of the limiting process is η².</remarks>
/// <param name="Eta">η ∈ [0, 1].</param>
public sealed record Ddim(double Eta = 0) : ISolver
{
    /// <summary>η.</summary>
    public double Eta { get; } = Require.Between(Eta, 0, 1);

    /// <inheritdoc/>
    public SolverFacts Facts => Eta == 0
        ? new("ddim", "DDIM", 1, null, 1, 1, "Song, Meng and Ermon 2021, eq. (12)")
        : new($"ddim-{Eta:R}", $"DDIM, η = {Eta:R}", 1, 1, 1, 1, "Song, Meng and Ermon 2021, eq. (12)") { Noise = StepNoise.Increment };

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, Eta);
    }

    private sealed class Stepper<TState>(Problem<TState> problem, double eta) : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            double noise = eta * eta * step.PosteriorVariance;
            double sigma = step.To.Deviation;
            // √(σ² − ς²) = σ − ς²/(σ + √(σ² − ς²)), so that the flow's own factor keeps its digits for short steps.
            double shrink = noise == 0 ? 0 : noise / (sigma + Math.Sqrt((sigma * sigma) - noise));
            problem.Score.Evaluate(x, step.From, epsilon);
            problem.Space.Combine(x, (step.MeanScaleRatio, x), (step.FlowEpsilonFactor - shrink, epsilon));
            if (noise > 0)
            {
                problem.Space.AddNormal(x, Math.Sqrt(noise), step.Noise(NoisePurpose.Step));
            }
        }
    }
}

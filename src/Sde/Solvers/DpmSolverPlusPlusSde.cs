using ScoreSde.Noise;
using ScoreSde.Processes;

namespace ScoreSde.Solvers;

/// <summary>
/// DPM-Solver++ SDE with r₁ = ½: a first-order stochastic step to the middle m of the step in λ, then
/// x ← (σ_t/σ_s) e^(−rh) x − α_t expm1(−(1 + r) h) x̂₀(u) + N_t, where N_t = (σ_t/σ_m) e^(−rh/2) N_m + σ_t √(−expm1(−rh)) z₂ goes on from
/// the noise N_m of the stage. A step to t = 0 is x̂₀ (one evaluation). Lu et al. 2022b, §5.
/// </summary>
/// <remarks>The step's noise must contain that of its stage: with two independent draws the weak order falls to 1.</remarks>
/// <param name="NoiseRate">r of <see cref="ReverseProcess"/>, a rate of variance, as it is at the start of each step; the default is 1.</param>
public sealed record DpmSolverPlusPlusSde(NoiseRate NoiseRate = default) : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts { get; } = new("dpmpp-sde", "DPM-Solver++ SDE", 2, 1, 2, 1, "Lu et al. 2022b, §5") { Noise = StepNoise.HalvesInLambda };

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, NoiseRate);
    }

    private sealed class Stepper<TState>(Problem<TState> problem, NoiseRate noiseRate) : IStepper<TState>
    {
        private readonly TState data = problem.Space.Allocate();
        private readonly TState middle = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            DataPrediction.Write(problem, x, step.From, data);
            if (step.To.IsClean)
            {
                problem.Space.Combine(x, (step.To.MeanScale, data));
                return;
            }

            NoiseLevel half = problem.Process.AtLambda(step.From.Lambda + (step.LambdaLength / 2));
            double rate = noiseRate.At(step.From);
            var first = new SdeStep(step.From, half, rate);
            var second = new SdeStep(half, step.To, rate);
            var whole = new SdeStep(step.From, step.To, rate);
            NoiseKey noise = step.Noise(NoisePurpose.Step, 0, 2);
            problem.Space.Combine(middle, (first.OnState, x), (first.OnData, data));
            problem.Space.AddNormal(middle, first.Deviation, noise);
            DataPrediction.Write(problem, middle, half, data);
            problem.Space.Combine(x, (whole.OnState, x), (whole.OnData, data));
            problem.Space.AddNormal(x, second.OnState * first.Deviation, noise);
            problem.Space.AddNormal(x, second.Deviation, step.Noise(NoisePurpose.Step, 1, 2));
        }
    }
}

using ScoreSde.Noise;

namespace ScoreSde.Solvers;

/// <summary>
/// SDE-DPM-Solver++ 1 and 2M: x ← (σ_t/σ_s) e^(−rh) x − α_t expm1(−(1 + r) h) [x̂₀ + ½ D₁] + σ_t √(−expm1(−2rh)) z, D₁ the slope of x̂₀ per
/// step in λ from the last two levels (0 in the method of one level and in the first step). A step to t = 0 is x̂₀. Lu et al. 2022b, §5.
/// </summary>
/// <remarks>
/// r is a rate of variance; implementations in common use call it η. It is the square of the η of DDIM in the limit of short steps.
/// With one level and r = 1 this is DDPM with variance β̃.
/// </remarks>
/// <param name="Levels">1, or 2 for 2M.</param>
/// <param name="NoiseRate">r of <see cref="Processes.ReverseProcess"/>; 0 gives DDIM and DPM-Solver++ 2M.</param>
public sealed record SdeDpmSolverPlusPlus(int Levels = 2, double NoiseRate = 1) : ISolver
{
    /// <summary>Levels.</summary>
    public int Levels { get; } = (int)Require.Between(Levels, 1, 2);

    /// <summary>r.</summary>
    public double NoiseRate { get; } = Require.NonNegative(NoiseRate);

    /// <inheritdoc/>
    public SolverFacts Facts => Levels == 1
        ? new("sde-dpmpp-1", "SDE-DPM-Solver++ 1", 1, 1, 1, 1, "Lu et al. 2022b, §5") { Noise = StepNoise.Increment }
        : new("sde-dpmpp-2m", "SDE-DPM-Solver++ 2M", 2, 1, 1, 1, "Lu et al. 2022b, §5") { Noise = StepNoise.Increment };

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(problem, this);

    private sealed class Stepper<TState>(Problem<TState> problem, SdeDpmSolverPlusPlus settings) : IStepper<TState>
    {
        private readonly PredictionHistory<TState> data = new(problem.Space, settings.Levels);

        public void Step(TState x, in GridStep step)
        {
            DataPrediction.Write(problem, x, step.From, data.Push(in step));
            if (step.To.IsClean)
            {
                problem.Space.Combine(x, (step.To.MeanScale, data[0]));
                return;
            }

            var exact = new SdeStep(step.From, step.To, settings.NoiseRate);
            if (data.Count == 1)
            {
                problem.Space.Combine(x, (exact.OnState, x), (exact.OnData, data[0]));
            }
            else
            {
                double slope = exact.OnData / (-2 * data.Node(1, in step));
                problem.Space.Combine(x, (exact.OnState, x), (exact.OnData + slope, data[0]), (-slope, data[1]));
            }

            if (exact.Deviation > 0)
            {
                problem.Space.AddNormal(x, exact.Deviation, step.Noise(NoisePurpose.Step));
            }
        }
    }
}

using ScoreSde.Noise;
using ScoreSde.Processes;

namespace ScoreSde.Solvers;

/// <summary>
/// SDE-DPM-Solver++ 1, 2M and 3M: x ← (σ_t/σ_s) e^(−rh) x − α_t expm1(−(1 + r) h) [x̂₀ + ½ D₁] + σ_t √(−expm1(−2rh)) z, D₁ the slope of x̂₀ per
/// step in λ from the last two levels (0 in the method of one level and in the first step); 3M integrates the parabola through the last
/// three instead, where the step bears it (<see cref="LevelBound"/>). A step to t = 0 is x̂₀. Lu et al. 2022b, §5.
/// </summary>
/// <remarks>
/// r is a rate of variance; implementations in common use call it η. It is the square of the η of DDIM in the limit of short steps.
/// With one level and r = 1 this is DDPM with variance β̃. 3M is of weak order 2 like 2M: what x̂₀ does along a path of the SDE is no
/// polynomial. Its flow (r = 0) is DPM-Solver++ 3M.
/// </remarks>
/// <param name="Levels">1, 2 for 2M, 3 for 3M.</param>
/// <param name="NoiseRate">r of <see cref="ReverseProcess"/> at the start of each step; the default is 1, 0 gives DDIM, DPM-Solver++ 2M and 3M.</param>
public sealed record SdeDpmSolverPlusPlus(int Levels = 2, NoiseRate NoiseRate = default) : ISolver
{
    /// <summary>Levels.</summary>
    public int Levels { get; } = (int)Require.Between(Levels, 1, 3);

    /// <inheritdoc/>
    public SolverFacts Facts => Levels switch
    {
        1 => new("sde-dpmpp-1", "SDE-DPM-Solver++ 1", 1, 1, 1, 1, "Lu et al. 2022b, §5") { Noise = StepNoise.Increment },
        2 => new("sde-dpmpp-2m", "SDE-DPM-Solver++ 2M", 2, 1, 1, 1, "Lu et al. 2022b, §5") { Noise = StepNoise.Increment },
        _ => new("sde-dpmpp-3m", "SDE-DPM-Solver++ 3M", 2, 1, 1, 1, "Lu et al. 2022b, §5; Crowson 2022") { Noise = StepNoise.Increment },
    };

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, this);
    }

    private sealed class Stepper<TState> : IStepper<TState>
    {
        private readonly Problem<TState> problem;
        private readonly NoiseRate noiseRate;
        private readonly PredictionHistory<TState> data;
        private readonly AdamsStep<TState> adams;

        public Stepper(Problem<TState> problem, SdeDpmSolverPlusPlus settings)
        {
            this.problem = problem;
            noiseRate = settings.NoiseRate;
            data = new(problem.Space, settings.Levels);
            adams = new(problem.Space, data);
        }

        public void Step(TState x, in GridStep step)
        {
            DataPrediction.Write(problem, x, step.From, data.Push(in step));
            if (step.To.IsClean)
            {
                problem.Space.Combine(x, (step.To.MeanScale, data[0]));
                return;
            }

            double rate = noiseRate.At(step.From);
            var exact = new SdeStep(step.From, step.To, rate);
            if (data.Count == 1)
            {
                problem.Space.Combine(x, (exact.OnState, x), (exact.OnData, data[0]));
            }
            else if (data.Count == 3 && adams.Weigh(3, in step, rate) == 3)
            {
                adams.Predict(x, in step, rate);
            }
            else
            {
                double slope = exact.OnData / (-2 * data.Node(1, in step));
                slope = LevelBound.Bears([-slope], exact.OnData) ? slope : 0;
                problem.Space.Combine(x, (exact.OnState, x), (exact.OnData + slope, data[0]), (-slope, data[1]));
            }

            if (exact.Deviation > 0)
            {
                problem.Space.AddNormal(x, exact.Deviation, step.Noise(NoisePurpose.Step));
            }
        }
    }
}

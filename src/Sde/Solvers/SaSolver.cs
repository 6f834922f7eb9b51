using ScoreSde.Noise;
using ScoreSde.Processes;

namespace ScoreSde.Solvers;

/// <summary>
/// SA-Solver: stochastic Adams–Bashforth through the last s levels of x̂₀ and, once the network has seen the prediction, Adams–Moulton with
/// that value as one more node, the step's noise unchanged. x ← (σ_t/σ_s) e^(−rh) x + α_t ∫ (1 + r) e^(−(1+r)(λ_t−λ)) x̂₀ dλ + σ_t √(−expm1(−2rh)) z,
/// r = τ². One evaluation a step; no corrector after the last; a step to t = 0 is x̂₀,
/// one that outgrows its history takes fewer levels (<see cref="LevelBound"/>). Xue et al. 2023, alg. 1.
/// </summary>
/// <remarks>
/// Without noise the order is that of UniPC, s + 1. With noise the weak order is 2 and the strong order 1, whatever s: the levels carry the noise
/// of their path, which no polynomial follows; more levels lower the part of the error that is not noise.
/// </remarks>
/// <param name="Levels">s, 1 to 3.</param>
/// <param name="NoiseRate">τ² at the start of each step; the default is 1.</param>
/// <param name="Corrects">Whether the corrector is used.</param>
public sealed record SaSolver(int Levels = 3, NoiseRate NoiseRate = default, bool Corrects = true) : ISolver
{
    /// <summary>s.</summary>
    public int Levels { get; } = (int)Require.Between(Levels, 1, InterpolationWeights.MostNodes);

    /// <inheritdoc/>
    public SolverFacts Facts
    {
        get
        {
            bool stochastic = NoiseRate.Rate > 0;
            int order = Corrects ? Levels + 1 : Levels;
            return new(
                $"{(stochastic ? "sa" : "sa-flow")}{(Corrects ? "" : "-predictor")}-{Levels}",
                $"SA-Solver, {Levels} level{(Levels > 1 ? "s" : "")}{(Corrects ? "" : ", no corrector")}{(stochastic ? "" : ", no noise")}",
                stochastic ? Math.Min(order, 2) : order,
                stochastic ? 1 : null,
                1,
                1,
                "Xue et al. 2023, alg. 1")
            {
                Noise = stochastic ? StepNoise.Increment : StepNoise.None,
            };
        }
    }

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, this);
    }

    private sealed class Stepper<TState> : IStepper<TState>
    {
        private readonly Problem<TState> problem;
        private readonly SaSolver settings;
        private readonly PredictionHistory<TState> data;
        private readonly AdamsStep<TState> adams;
        private GridStep last;

        public Stepper(Problem<TState> problem, SaSolver settings)
        {
            this.problem = problem;
            this.settings = settings;
            data = new(problem.Space, settings.Levels + 1);
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

            if (step.Index > 0 && settings.Corrects)
            {
                adams.Correct(x, Math.Min(data.Count - 1, settings.Levels), in last, settings.NoiseRate.At(last.From));
            }

            last = step;
            double rate = settings.NoiseRate.At(step.From);
            adams.Weigh(Math.Min(data.Count, settings.Levels), in step, rate);
            adams.Predict(x, in step, rate);
            double deviation = new SdeStep(step.From, step.To, rate).Deviation;
            if (deviation > 0)
            {
                problem.Space.AddNormal(x, deviation, step.Noise(NoisePurpose.Step));
            }
        }
    }
}

using ScoreSde.Noise;
using ScoreSde.Processes;

namespace ScoreSde.Solvers;

/// <summary>
/// A stochastic Runge–Kutta method for additive noise on the reverse family in t, with the space-time Lévy area
/// H = (1/δ) ∫ (W(u) − (u/δ) W) du of each step, u counted in the direction of sampling. The drift is singular at σ = 0, so a step to
/// t = 0 is x̂₀ (one evaluation).
/// </summary>
/// <remarks>The first noise block of a step is W/√δ, the second H √(12/δ); they are independent.</remarks>
/// <param name="Tableau">The method.</param>
/// <param name="NoiseRate">r of <see cref="ReverseProcess"/>; the default is 1.</param>
public sealed record StochasticRungeKutta(AreaTableau Tableau, NoiseRate NoiseRate = default) : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts => new(Tableau.Name, Tableau.Title, 2, 1.5, 2, 1, Tableau.Source) { Noise = StepNoise.IncrementAndArea };

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, Tableau, new ReverseProcess(problem.Process, NoiseRate));
    }

    private sealed class Stepper<TState>(Problem<TState> problem, AreaTableau tableau, ReverseProcess reverse) : IStepper<TState>
    {
        private readonly TState first = problem.Space.Allocate();
        private readonly TState second = problem.Space.Allocate();
        private readonly TState stage = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            NoiseLevel s = step.From;
            double d = step.Length;
            if (step.To.IsClean)
            {
                problem.Score.Evaluate(x, s, first);
                problem.Space.Combine(x, (step.MeanScaleRatio, x), (step.FlowEpsilonFactor, first));
                return;
            }

            double before = Math.Sqrt(reverse.NoiseVarianceRate(s));
            double after = Math.Sqrt(reverse.NoiseVarianceRate(step.To));
            double within = tableau.StageNoiseAtEnd ? after : before;
            problem.Space.Combine(stage, (1, x));
            AddNoise(stage, 0, tableau.FirstArea * before, in step);
            Slope(first, stage, s);
            problem.Space.Combine(stage, (1, x), (tableau.Node * d, first));
            AddNoise(stage, tableau.StageIncrement * within, tableau.StageArea * within, in step);
            Slope(second, stage, problem.Process.At(s.Time - (tableau.Node * d)));
            problem.Space.Combine(x, (1, x), (d * (1 - tableau.SecondWeight), first), (d * tableau.SecondWeight, second));
            AddNoise(x, (before + after) / 2, before - after, in step);
        }

        // The drift −(f x + ½ (1 + r)(g²/σ) ε) in the direction of sampling.
        private void Slope(TState slope, TState at, NoiseLevel level)
        {
            problem.Score.Evaluate(at, level, slope);
            problem.Space.Combine(slope, (-reverse.StateRate(level), at), (-reverse.EpsilonRate(level), slope));
        }

        private void AddNoise(TState target, double increment, double area, in GridStep step)
        {
            if (increment != 0)
            {
                problem.Space.AddNormal(target, increment * Math.Sqrt(step.Length), step.Noise(NoisePurpose.Step, 0, 2));
            }

            if (area != 0)
            {
                problem.Space.AddNormal(target, area * Math.Sqrt(step.Length / 12), step.Noise(NoisePurpose.Step, 1, 2));
            }
        }
    }
}

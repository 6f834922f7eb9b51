using ScoreSde.Noise;
using ScoreSde.Processes;

namespace ScoreSde.Solvers;

/// <summary>
/// Euler–Maruyama on the reverse family: x ← x − δ [f x + ½(1 + r)(g²/σ) ε] + √(r g² δ) z, coefficients at the step's start.
/// r = 1: the reverse SDE; r = 0: explicit Euler on the probability flow. A step to t = 0 is like any other.
/// </summary>
/// <param name="NoiseRate">r of <see cref="ReverseProcess"/>; the default is 1.</param>
public sealed record EulerMaruyama(NoiseRate NoiseRate = default) : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts => NoiseRate.Rate == 0
        ? new("euler", "Probability-flow Euler", 1, null, 1, 1, "Song et al. 2021, eq. (13)")
        : new("em", "Euler–Maruyama", 1, 1, 1, 1, "Song et al. 2021, eq. (6); Kloeden and Platen 1992, §9.1") { Noise = StepNoise.Increment };

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, new ReverseProcess(problem.Process, NoiseRate));
    }

    private sealed class Stepper<TState>(Problem<TState> problem, ReverseProcess reverse) : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            NoiseLevel s = step.From;
            problem.Score.Evaluate(x, s, epsilon);
            problem.Space.Combine(x, (1 - (step.Length * reverse.StateRate(s)), x), (-step.Length * reverse.EpsilonRate(s), epsilon));
            double added = reverse.NoiseVarianceRate(s) * step.Length;
            if (added > 0)
            {
                problem.Space.AddNormal(x, Math.Sqrt(added), step.Noise(NoisePurpose.Step));
            }
        }
    }
}

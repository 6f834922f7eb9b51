using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Solvers.AsPublished;

/// <summary>
/// Any method with σ = √(1 − e^(2 ln α)) in single precision, as the code of Song et al. 2021 and what follows it (score_sde, score_sde_fast_sampling) turn a
/// network's ε into a score: s = −ε/σ with that σ. For variance-preserving processes.
/// </summary>
/// <remarks>
/// Near t = 0 the difference cancels: with the linear schedule σ is off by up to 0.015 % about t = 1e-3, by 0.6 % at 1e-5, and is 0 below 3e-7. All other σ
/// here come by expm1. No order is claimed: the limit of short steps is off by as much.
/// </remarks>
/// <param name="Method">The method.</param>
public sealed record SinglePrecisionDeviation(ISolver Method) : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts => Method.Facts with
    {
        Name = $"published-single-{Method.Facts.Name}",
        Title = $"{Method.Facts.Title}, σ by 1 − exp in single precision (score_sde)",
        Order = 0,
        StrongOrder = Method.Facts.IsStochastic ? 0 : null,
        Noise = StepNoise.None,
        Source = "Song et al. 2021, code: sde_lib.py",
    };

    /// <summary>σ as that code computes it, each operation rounded to single precision.</summary>
    public static double Deviation(NoiseLevel level) => MathF.Sqrt(1 - (float)Math.Exp(2 * (float)level.LogMeanScale));

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The process is not variance preserving.</exception>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return problem.Process is VariancePreserving
        ? Method.CreateStepper(problem with { Score = new Rescaled<TState>(problem) })
        : throw new ArgumentException("σ = √(1 − α²) is that of variance-preserving processes alone.");
    }

    private sealed class Rescaled<TState>(Problem<TState> problem) : IScoreFunction<TState>
    {
        public int Dimension => problem.Score.Dimension;

        public TimeRange Range => problem.Score.Range;

        public void Evaluate(TState x, NoiseLevel level, TState epsilon)
        {
            problem.Score.Evaluate(x, level, epsilon);
            problem.Space.Combine(epsilon, (level.Deviation / Deviation(level), epsilon));
        }
    }
}

using ScoreSde.Noise;

namespace ScoreSde.Solvers;

/// <summary>
/// Predictor–corrector sampling: at each level first n corrector steps, then the predictor's step to the next level.
/// Song et al. 2021, alg. 1 (in the order of their code).
/// </summary>
/// <remarks>
/// Order 0: a corrector with a fixed signal-to-noise ratio has a stationary law that is slightly too wide, however short the
/// predictor's steps are (see <see cref="AnnealedLangevin"/>). It pays where the score or the predictor is worse than that.
/// </remarks>
/// <param name="Predictor">Any solver.</param>
/// <param name="Corrector">The corrector.</param>
/// <param name="CorrectorSteps">n ≥ 1.</param>
public sealed record PredictorCorrector(ISolver Predictor, ICorrector Corrector, int CorrectorSteps = 1) : ISolver
{
    /// <summary>n.</summary>
    public int CorrectorSteps { get; } = Require.Positive(CorrectorSteps);

    /// <inheritdoc/>
    public SolverFacts Facts => new(
        Corrector.Name == "ald" ? "pc" : $"pc-{Corrector.Name}",
        $"{Predictor.Facts.Title} + {Corrector.Title}{(CorrectorSteps == 1 ? "" : $" × {CorrectorSteps}")}",
        0,
        0,
        Predictor.Facts.EvaluationsPerStep + CorrectorSteps,
        Predictor.Facts.EvaluationsInStepToZero + CorrectorSteps,
        "Song et al. 2021, alg. 1");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) =>
        new Stepper<TState>(Predictor.CreateStepper(problem), Corrector.CreateStepper(problem), CorrectorSteps);

    private sealed class Stepper<TState>(IStepper<TState> predictor, ICorrectorStepper<TState> corrector, int n) : IStepper<TState>
    {
        public void Step(TState x, in GridStep step)
        {
            for (int i = 0; i < n; i++)
            {
                corrector.Correct(x, in step, step.Noise(NoisePurpose.Corrector, i, n));
            }

            predictor.Step(x, in step);
        }
    }
}

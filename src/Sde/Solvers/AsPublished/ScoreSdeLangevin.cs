using ScoreSde.Noise;

namespace ScoreSde.Solvers.AsPublished;

/// <summary>
/// The annealed Langevin corrector as in the code of Song et al. 2021 (score_sde, AnnealedLangevinDynamics): the step η = 2a (rσ)² has a = 1 − β_i, the
/// rate of a chain of 1000 steps, however long the steps of the run are.
/// </summary>
/// <remarks>
/// <see cref="AnnealedLangevin"/> takes a of the run's own step, as the paper's algorithm has it. With 1000 steps they agree; with ten the step from t = 1 has
/// a = 0.15 there and 0.98 here, and the corrector's bias, a share a r² of the variance, is larger as much.
/// </remarks>
/// <param name="SignalToNoise">r, 0.16 in Song et al.</param>
public sealed record ScoreSdeLangevin(double SignalToNoise = 0.16) : ICorrector
{
    private const int ChainSteps = 1000;

    /// <summary>r.</summary>
    public double SignalToNoise { get; } = Require.Positive(SignalToNoise);

    /// <inheritdoc/>
    public string Name => "published-score-sde";

    /// <inheritdoc/>
    public string Title => "annealed Langevin with 1 − β_i of 1000 steps (score_sde)";

    /// <inheritdoc/>
    public ICorrectorStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(problem, SignalToNoise);

    private sealed class Stepper<TState>(Problem<TState> problem, double r) : ICorrectorStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();

        public void Correct(TState x, in GridStep step, NoiseKey noise)
        {
            double sigma = step.From.Deviation;
            double a = Math.Max(0, 1 - (-2 * problem.Process.DriftRate(step.From.Time) / ChainSteps));
            double eta = 2 * a * r * r * sigma * sigma;
            problem.Score.Evaluate(x, step.From, epsilon);
            problem.Space.Combine(x, (1, x), (-eta / sigma, epsilon));
            problem.Space.AddNormal(x, Math.Sqrt(2 * eta), noise);
        }
    }
}

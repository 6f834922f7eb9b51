using ScoreSde.Noise;

namespace ScoreSde.Solvers.AsPublished;

/// <summary>
/// The annealed Langevin corrector as in the code of Song et al. 2021 (score_sde, AnnealedLangevinDynamics): the step η = 2a (rσ)² has a = 1 − β_i, β_i = β(i/(N − 1))/N
/// of a chain of as many steps N as the run's, i = ⌊t (N − 1)⌋; 1 for a variance-exploding process.
/// </summary>
/// <remarks>
/// <see cref="AnnealedLangevin"/> takes a = e^(−∫β) over the run's own step, to which theirs comes in the limit of short steps. With N = 100 theirs is 0.800 for 0.820 at t = 1,
/// with 25 it is 0.200 for 0.457, so that their corrector does less. With β_i ≥ 1 (20 steps or fewer from t = 1) their code takes the root of a negative number and returns NaN;
/// here the correction is left out there. Their code has no such corrector for sub-VP; here it takes the same a.
/// </remarks>
/// <param name="SignalToNoise">r, 0.16 in Song et al.</param>
public sealed record ScoreSdeLangevin(double SignalToNoise = 0.16) : ICorrector
{
    /// <summary>r.</summary>
    public double SignalToNoise { get; } = Require.Positive(SignalToNoise);

    /// <inheritdoc/>
    public string Name => "published-score-sde";

    /// <inheritdoc/>
    public string Title => "annealed Langevin with 1 − β_i (score_sde)";

    /// <inheritdoc/>
    public ICorrectorStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, SignalToNoise);
    }

    private sealed class Stepper<TState>(Problem<TState> problem, double r) : ICorrectorStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();

        public void Correct(TState x, in GridStep step, NoiseKey noise)
        {
            // β = −2 f, the drift being f x.
            int last = Math.Max(1, step.Count - 1);
            double labelled = Math.Floor(step.From.Time * last) / last;
            double a = Math.Max(0, 1 + (2 * problem.Process.DriftRate(labelled) / step.Count));
            double sigma = step.From.Deviation;
            double eta = 2 * a * r * r * sigma * sigma;
            problem.Score.Evaluate(x, step.From, epsilon);
            problem.Space.Combine(x, (1, x), (-eta / sigma, epsilon));
            problem.Space.AddNormal(x, Math.Sqrt(2 * eta), noise);
        }
    }
}

using ScoreSde.Noise;

namespace ScoreSde.Solvers;

/// <summary>
/// The annealed Langevin (ALD) corrector: x ← x + η s + √(2η) z with η = 2a (rσ)², a = (α_from/α_to)² of the step that follows
/// (1 for a variance-exploding process). No norms, so a sample never depends on others. Song and Ermon 2019; Song et al. 2021, app. G.
/// </summary>
/// <remarks>
/// On data of variance v in a direction its stationary variance is v_t/(1 − η/(2 v_t)): too wide by a share of about a r² σ²/v_t.
/// </remarks>
/// <param name="SignalToNoise">r, 0.16 in Song et al.</param>
public sealed record AnnealedLangevin(double SignalToNoise = 0.16) : ICorrector
{
    /// <summary>r.</summary>
    public double SignalToNoise { get; } = Require.Positive(SignalToNoise);

    /// <inheritdoc/>
    public string Name => "ald";

    /// <inheritdoc/>
    public string Title => "annealed Langevin";

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
            double sigma = step.From.Deviation;
            double scaled = step.TransitionScale * r * sigma;
            double eta = 2 * scaled * scaled;
            problem.Score.Evaluate(x, step.From, epsilon);
            problem.Space.Combine(x, (1, x), (-eta / sigma, epsilon));
            problem.Space.AddNormal(x, Math.Sqrt(2 * eta), noise);
        }
    }
}

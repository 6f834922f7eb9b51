using ScoreSde.Noise;

namespace ScoreSde.Solvers;

/// <summary>
/// The Langevin corrector with a step from the signal-to-noise ratio: x ← x + η s + √(2η) z, η = 2a (r ‖z‖/‖s‖)²,
/// a = (α_from/α_to)² of the step that follows. Song et al. 2021, alg. 4 and 5.
/// </summary>
/// <remarks>
/// The norms are each sample's own. Song et al.'s code takes the mean over the batch, which lets a sample depend on its
/// neighbours. In one or two dimensions E‖s‖⁻² is infinite, so this corrector is refused there: use <see cref="AnnealedLangevin"/>.
/// </remarks>
/// <param name="SignalToNoise">r, 0.16 in Song et al.</param>
public sealed record SignalToNoiseLangevin(double SignalToNoise = 0.16) : ICorrector
{
    /// <summary>The fewest dimensions in which the step has a finite mean.</summary>
    public const int FewestDimensions = 3;

    /// <summary>r.</summary>
    public double SignalToNoise { get; } = Require.Positive(SignalToNoise);

    /// <inheritdoc/>
    public string Name => "snr";

    /// <inheritdoc/>
    public string Title => "signal-to-noise Langevin";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Fewer than three dimensions.</exception>
    public ICorrectorStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (problem.Space.Dimension < FewestDimensions)
        {
            throw new ArgumentException(
                $"The signal-to-noise corrector needs {FewestDimensions} dimensions or more (its mean step is infinite below); " +
                "use the annealed Langevin corrector.");
        }

        return new Stepper<TState>(problem, SignalToNoise);
    }

    private sealed class Stepper<TState>(Problem<TState> problem, double r) : ICorrectorStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();
        private readonly TState z = problem.Space.Allocate();

        // With s = −ε/σ: η s = −2 a r² σ (‖z‖/‖ε‖)² ε and √(2η) z = 2 √a r σ (‖z‖/‖ε‖) z.
        public void Correct(TState x, in GridStep step, NoiseKey noise)
        {
            double sigma = step.From.Deviation;
            double scaled = step.TransitionScale * r;
            problem.Score.Evaluate(x, step.From, epsilon);
            problem.Space.FillNormal(z, 1, noise);
            problem.Space.AddByNormRatio(x, -2 * scaled * scaled * sigma, epsilon, z, epsilon, power: 2);
            problem.Space.AddByNormRatio(x, 2 * scaled * sigma, z, z, epsilon, power: 1);
        }
    }
}

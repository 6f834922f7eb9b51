using ScoreSde.Noise;

namespace ScoreSde.Solvers.AsTaught;

/// <summary>
/// A reverse step as some tutorials build it: x ← A x + (1 − A) x̂₀, x̂₀ = (x − σ ε)/α, with A by <see cref="MixingFactor"/>, and with or without noise A √V z. A step to t = 0
/// gives x̂₀. A construction, no solver of the reverse SDE or of its flow: it mixes x with x̂₀ where x/α should be mixed, and on processes with α &lt; 1 it converges, but to another
/// law than the data's. Where α = 1 throughout (variance exploding) it is <see cref="Ddim"/>, and by least squares the posterior mean of q(x_to | x_from, x₀).
/// </summary>
/// <remarks>docs/solvers.md has the laws at which it ends on Gaussian data.</remarks>
/// <param name="Factor">A.</param>
/// <param name="AddsNoise">Whether noise of deviation A √V is added, V the variance of the forward step.</param>
/// <param name="DataMoment">m = E‖x₀‖²/d, which A of least squares depends on; 1 for data of unit power.</param>
public sealed record DataMixing(MixingFactor Factor, bool AddsNoise = false, double DataMoment = 1) : ISolver
{
    /// <summary>m.</summary>
    public double DataMoment { get; } = Require.NonNegative(DataMoment);

    /// <inheritdoc/>
    public SolverFacts Facts => new(
        $"taught-{(Factor == MixingFactor.NoiseAligned ? "aligned" : "least-squares")}{(AddsNoise ? "-noise" : "")}",
        $"{(Factor == MixingFactor.NoiseAligned ? "Noise-aligned" : "Least-squares")} mean{(AddsNoise ? ", noise A √β" : "")} (as taught)",
        0,
        AddsNoise ? 0 : null,
        1,
        1,
        "a construction of tutorials, 2023");

    /// <summary>A of a step.</summary>
    public double FactorOf(in GridStep step)
    {
        if (step.To.IsClean)
        {
            return 0;
        }

        if (Factor == MixingFactor.NoiseAligned)
        {
            return step.DeviationRatio;
        }

        double from = 1 - step.From.MeanScale;
        double to = 1 - step.To.MeanScale;
        return ((from * to * DataMoment) + (step.TransitionScale * step.To.Variance)) / ((from * from * DataMoment) + step.From.Variance);
    }

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, this);
    }

    private sealed class Stepper<TState>(Problem<TState> problem, DataMixing method) : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            double a = method.FactorOf(in step);
            double share = (1 - a) / step.From.MeanScale;
            problem.Score.Evaluate(x, step.From, epsilon);
            problem.Space.Combine(x, (a + share, x), (-share * step.From.Deviation, epsilon));
            if (method.AddsNoise && !step.To.IsClean)
            {
                problem.Space.AddNormal(x, a * Math.Sqrt(step.TransitionVariance), step.Noise(NoisePurpose.Step));
            }
        }
    }
}

using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Solvers;

namespace ScoreSde.Inverse;

/// <summary>
/// RePaint: replacement in ancestral steps, and each stretch of a few of them gone through several times, thrown back by the forward process
/// in between, so that the rest of the sample can settle with the measured part. Lugmayr et al. 2022, alg. 1.
/// </summary>
/// <remarks>
/// A step of the grid is one stretch, divided evenly in time; the noise of the way back is that of the forward process. One-step
/// ancestral sampling inside, as published: a method with a history would remember the stretch before the jump. A step to t = 0 is gone through
/// once: from clean data there is no way back, in alg. 1 (t &gt; 1) as here.
/// </remarks>
/// <param name="Measurement">What was measured.</param>
/// <param name="Passes">How often each stretch is gone through (the paper's U = 10).</param>
/// <param name="JumpLength">Ancestral steps in a stretch (the paper's j = 10).</param>
/// <param name="CountsError">As for <see cref="Replacement"/>.</param>
public sealed record RePaint(Measurement Measurement, int Passes = 10, int JumpLength = 1, bool CountsError = false) : ISolver, IOuterSolver
{
    private static readonly Ancestral Inner = new(new PosteriorVariance());

    /// <summary>U ≥ 1.</summary>
    public int Passes { get; } = Require.Positive(Passes);

    /// <summary>j ≥ 1.</summary>
    public int JumpLength { get; } = Require.Positive(JumpLength);

    /// <inheritdoc/>
    public SolverFacts Facts => new(
        "repaint", $"RePaint, {Passes} passes", 0, 0, Passes * JumpLength, JumpLength, "Lugmayr et al. 2022, alg. 1");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        IMeasuredStates<TState> measured = MeasuredStates.Of(problem, Measurement, Facts);
        return new Stepper<TState>(problem, new Substitution<TState>(problem.Space, measured, Measurement, CountsError), this);
    }

    private sealed class Stepper<TState>(Problem<TState> problem, Substitution<TState> substitution, RePaint settings) : IStepper<TState>
    {
        private readonly IStepper<TState> inner = PureNoise.Stepper(Inner, problem);

        public void Step(TState x, in GridStep step)
        {
            int passes = step.To.IsClean ? 1 : settings.Passes;
            for (int pass = 0; pass < passes; pass++)
            {
                if (pass > 0)
                {
                    problem.Space.Combine(x, (step.TransitionScale, x));
                    problem.Space.AddNormal(
                        x, Math.Sqrt(step.TransitionVariance), step.Noise(NoisePurpose.Return, pass, settings.Passes));
                }

                Descend(x, in step, pass);
            }
        }

        private void Descend(TState x, in GridStep step, int pass)
        {
            int first = ((step.Index * settings.Passes) + pass) * settings.JumpLength;
            NoiseLevel from = step.From;
            for (int k = 1; k <= settings.JumpLength; k++)
            {
                NoiseLevel to = k == settings.JumpLength
                    ? step.To
                    : problem.Process.At(step.From.Time - (step.Length * k / settings.JumpLength));
                var part = new GridStep(first + k - 1, step.Count * settings.Passes * settings.JumpLength, from, to, step.Seed);
                inner.Step(x, in part);
                substitution.Apply(x, to, part.Noise(NoisePurpose.Substitution));
                from = to;
            }
        }
    }
}

using ScoreSde.Noise;
using ScoreSde.Solvers;

namespace ScoreSde.Tests;

/// <summary>Replaces a state by named noise.</summary>
internal sealed record NoiseAlone : ISolver
{
    /// <summary>Its deviation.</summary>
    public const double Scale = 2;

    /// <inheritdoc/>
    public SolverFacts Facts => new("noise", "noise", 1, 0, 0, 0, "");

    /// <summary>Its name.</summary>
    public static NoiseKey Key(ulong seed) => new(seed, 3, NoisePurpose.Corrector);

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(problem);

    private sealed class Stepper<TState>(Problem<TState> problem) : IStepper<TState>
    {
        public void Step(TState x, in GridStep step) => problem.Space.FillNormal(x, Scale, Key(step.Seed));
    }
}

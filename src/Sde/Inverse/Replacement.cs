using ScoreSde.Noise;
using ScoreSde.Solvers;

namespace ScoreSde.Inverse;

/// <summary>
/// Replacement: after each step of any solver the measured coordinates v_iᵀ x (singular directions of A, pixels of a mask) are overwritten by
/// what the measurement would be at that noise level, α ȳ_i + τ_i z. Song et al. 2021, app. I.2, with τ_i = σ: y is taken as free of error.
/// </summary>
/// <remarks>
/// With <paramref name="CountsError"/> τ_i² = σ² − α² σ_y²/s_i², and a coordinate is left to the solver where that is negative. Biased
/// either way: the solver's steps do not know of the measurement, only their starts do.
/// </remarks>
/// <param name="Solver">The method whose steps are corrected.</param>
/// <param name="Measurement">What was measured.</param>
/// <param name="CountsError">Whether σ_y is taken into account.</param>
public sealed record Replacement(ISolver Solver, Measurement Measurement, bool CountsError = false) : ISolver, IOuterSolver
{
    /// <inheritdoc/>
    public SolverFacts Facts => new(
        "replacement",
        $"Replacement after {Solver.Facts.Title}",
        0,
        0,
        Solver.Facts.EvaluationsPerStep,
        Solver.Facts.EvaluationsInStepToZero,
        "Song et al. 2021, app. I.2");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        IMeasuredStates<TState> measured = MeasuredStates.Of(problem, Measurement, Facts);
        return new Stepper<TState>(PureNoise.Stepper(Solver, problem), new Substitution<TState>(problem.Space, measured, Measurement, CountsError));
    }

    private sealed class Stepper<TState>(IStepper<TState> inner, Substitution<TState> substitution) : IStepper<TState>
    {
        public void Step(TState x, in GridStep step)
        {
            inner.Step(x, in step);
            substitution.Apply(x, step.To, step.Noise(NoisePurpose.Substitution));
        }
    }
}

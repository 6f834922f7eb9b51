using ScoreSde.Special;

namespace ScoreSde.Solvers.AsPublished;

/// <summary>
/// SDE-DPM-Solver++ of order 3 as in diffusers (DPMSolverMultistepScheduler, <c>sde-dpmsolver++</c>, solver_order 3): the curvature is multiplied by
/// (1 − e^(−2h) − 2h)/(2h)² − ½ where the integral is (…) + ½.
/// </summary>
/// <remarks>
/// The factor is off by 1, so D₂, which falls as h², adds an error of h² a step: weak order 1, below that of the method of two levels.
/// <see cref="SdeDpmSolverPlusPlus"/> with three levels has the integral, and the 2 that D₂ needs as half a second derivative.
/// </remarks>
public sealed record DiffusersSdeDpmSolver3 : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts { get; } = new(
        "published-diffusers-sde-3m", "SDE-DPM-Solver++ 3M with −½ for +½ (diffusers)", 1, 0, 1, 1, "diffusers 2024, scheduling_dpmsolver_multistep.py");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new ThreeLevelSdeStepper<TState>(
        problem, static h => -Exponentials.Expm1(-h) / 2, static h => (h * PhiFunctions.Phi3(-h)) - 1);
    }
}

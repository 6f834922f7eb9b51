using ScoreSde.Special;

namespace ScoreSde.Solvers.AsPublished;

/// <summary>
/// SDE-DPM-Solver++ 3M as in k-diffusion (sample_dpmpp_3m_sde): the curvature D₂, half a second derivative, without the 2 that its integral has, and a second step with the exact integral of
/// the slope where 2M takes x̂₀ in the middle of the step.
/// </summary>
/// <remarks>Of weak order 2 like <see cref="SdeDpmSolverPlusPlus"/> with three levels, which has the 2 and a step that bears its levels; where x̂₀ is a parabola in λ each step is off by
/// α_t H φ₃(−H) D₂.</remarks>
public sealed record KDiffusionSdeDpmSolver3 : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts { get; } = new(
        "published-k-diffusion-3m-sde", "SDE-DPM-Solver++ 3M (k-diffusion), half the curvature of dpm++3m-sde", 2, 0, 1, 1, "Crowson 2022, sampling.py");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new ThreeLevelSdeStepper<TState>(
        problem, ThreeLevelSdeStepper<TState>.ExactSlope, static h => h * PhiFunctions.Phi3(-h));
    }
}

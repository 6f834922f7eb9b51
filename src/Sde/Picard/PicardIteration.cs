using ScoreSde.Solvers;
using ScoreSde.Solvers.AsTaught;

namespace ScoreSde.Picard;

/// <summary>
/// Parallel in time: all steps of a window are evaluated at once, at states that are guessed first and improved sweep by sweep, x_{j+1} ← step_j(x_j, ε_j) with ε_j of the sweep
/// before. ParaDiGMS, Shih et al. 2023, alg. 1.
/// </summary>
/// <remarks>
/// <para>
/// A sweep takes the window's first state, which is known, through all steps of the method with the evaluations at hand. The state after the first step is then right; so is each
/// next one as long as the states at which ε was evaluated come out as they were. By so many steps, at least one, the window moves on. So n steps take n sweeps at most, and with
/// tolerance 0 the samples have the bits of the sequential run. Noise has names, so every sweep adds the same.
/// </para>
/// <para>
/// With a tolerance τ &gt; 0 a state counts as it was if it moved by no more than τ σ, root mean square over its numbers, σ that of its level. Steps are then taken with ε of states
/// within τ σ; what a sample is off by is proportional to τ while no path crosses to another part of the data (docs/solvers.md has what was measured). Whether a state moved is asked
/// of each sample alone, not of the batch as in the paper's code: no sample depends on another.
/// </para>
/// <para>The first guess is that of x̂₀ = 0, and steps that are new to a window are guessed with its last ε.</para>
/// </remarks>
/// <param name="Window">Steps that are evaluated at once, at least 1 (which is the sequential run).</param>
/// <param name="Tolerance">τ, 0 for the bits of the sequential run.</param>
public sealed record PicardIteration(int Window, double Tolerance = 0)
{
    /// <summary>Steps that are evaluated at once.</summary>
    public int Window { get; } = Require.Positive(Window);

    /// <summary>τ.</summary>
    public double Tolerance { get; } = Require.NonNegative(Tolerance);

    /// <summary>Whether a method can be run so: one evaluation a step, at its start, and nothing remembered from the steps before.</summary>
    public static bool Suits(ISolver solver) => Require.NotNull(solver) is
        Ddim or EulerMaruyama or Ancestral or ReverseDiffusion or DataMixing or SdeDpmSolverPlusPlus { Levels: 1 } or DpmSolverV3 { Levels: 1 };
}

using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Verification.Instruments;

/// <summary>
/// Exact moments of a sampler on Gaussian data. Every method that is linear in ε is affine there; its map is read off by
/// running the real stepper on <see cref="AffineSpace"/>, so that history, stages and shared noise are all in it.
/// </summary>
public static class ExactMoments
{
    /// <summary>The map from the state at the grid's first time to the state at its last.</summary>
    /// <exception cref="NotSupportedException">The method takes norms of states.</exception>
    /// <exception cref="ArithmeticException">The method read a state that nobody had written, or divided by 0.</exception>
    public static AffineMap Map(ISolver solver, IDiffusionProcess process, NormalLaw data, TimeGrid grid) => Map(solver, process, data, grid, default);

    /// <summary>The same in one repetition with its arithmetic shaken.</summary>
    internal static AffineMap Map(ISolver solver, IDiffusionProcess process, NormalLaw data, TimeGrid grid, Shake shake)
    {
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(grid);
        var space = new AffineSpace();
        var x = AffineState.Start();
        GridWalk.Run(solver, new Problem<AffineState>(shake.Of(process), new AffineScore(space, data), shake.Of<AffineState>(space)), grid, x);
        AffineMap map = space.Read(x);
        return double.IsFinite(map.Slope) && double.IsFinite(map.Shift) && double.IsFinite(map.NoiseVariance)
            ? map
            : throw new ArithmeticException($"{solver.Facts.Name} gave coefficients that are not finite.");
    }

    /// <summary>
    /// The number of evaluations that a run made, counted at the score.
    /// </summary>
    public static int Evaluations(ISolver solver, IDiffusionProcess process, NormalLaw data, TimeGrid grid)
    {
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(grid);
        var space = new AffineSpace();
        var x = AffineState.Start();
        var counting = new CountingScore<AffineState>(new AffineScore(space, data));
        GridWalk.Run(solver, new Problem<AffineState>(process, counting, space), grid, x);
        return counting.Evaluations;
    }
}

using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Verification.Instruments;

/// <summary>A run on one small tile of double from normal noise: what two methods are compared by.</summary>
public static class TileRun
{
    /// <summary>Samples in the tile.</summary>
    public const int Rows = 3;

    /// <summary>The states at the grid's end, row-major.</summary>
    public static double[] Values(
        ISolver solver,
        IDiffusionProcess process,
        IScoreFunction<Tile<double>> score,
        TimeGrid grid,
        ulong seed = 5,
        Func<IStateSpace<Tile<double>>, IStateSpace<Tile<double>>>? space = null,
        double scale = 1,
        Action<GridStep>? afterStep = null)
    {
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(grid);
        IStateSpace<Tile<double>> tiles = new TileSpace<double>(Rows, score.Dimension);
        tiles = space is null ? tiles : space(tiles);
        Tile<double> x = tiles.Allocate();
        tiles.FillNormal(x, scale * process.PriorDeviation, new NoiseKey(seed, 0, NoisePurpose.Prior));
        GridWalk.Run(solver, new Problem<Tile<double>>(process, score, tiles), grid, x, seed, afterStep);
        return x.Values.ToArray();
    }
}

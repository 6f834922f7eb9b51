using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Solvers;

/// <summary>A run on one tile of double from normal noise: what equivalence tests compare.</summary>
internal static class TileRun
{
    public const int Rows = 3;

    public static double[] Values(ISolver solver, IDiffusionProcess process, IScoreFunction<Tile<double>> score, TimeGrid grid, ulong seed = 5)
    {
        var space = new TileSpace<double>(Rows, score.Dimension);
        Tile<double> x = space.Allocate();
        space.FillNormal(x, process.PriorDeviation, new NoiseKey(seed, 0, NoisePurpose.Prior));
        GridWalk.Run(solver, new Problem<Tile<double>>(process, score, space), grid, x, seed);
        return x.Values.ToArray();
    }

    /// <summary>Equal up to roundings relative to the largest number in either.</summary>
    public static void AssertSame(double[] expected, double[] actual, double tolerance = 1e-12)
    {
        double scale = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
        {
            Near.Absolute(expected[i], actual[i], tolerance * scale, $"value {i} of {expected.Length}, scale {scale:G3}:");
        }
    }
}

using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Verification.Instruments;

/// <summary>
/// The error of a deterministic sampler against the exact flow. In one dimension the probability flow carries quantiles,
/// x_t = F_t⁻¹(F_s(x_s)), for any data law, so a solver's every path has a known end.
/// </summary>
public static class FlowError
{
    /// <summary>
    /// Root mean square of x_end − F_end⁻¹(u) over paths that begin at F_start⁻¹(u), u = (i + ½)/points.
    /// </summary>
    public static double Measure(ISolver solver, IDiffusionProcess process, MixtureLaw data, TimeGrid grid, int points = 32)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(grid);
        MixtureLaw start = data.At(process.At(grid.Times[0]));
        MixtureLaw end = data.At(process.At(grid.Times[^1]));
        var space = new TileSpace<double>(points, 1);
        Tile<double> x = space.Allocate();
        for (int i = 0; i < points; i++)
        {
            x.Values[i] = start.Quantile((i + 0.5) / points);
        }

        GridWalk.Run(solver, new Problem<Tile<double>>(process, new MixtureScore(data), space), grid, x);
        double sum = 0;
        for (int i = 0; i < points; i++)
        {
            double error = x.Values[i] - end.Quantile((i + 0.5) / points);
            sum += error * error;
        }

        return Math.Sqrt(sum / points);
    }
}

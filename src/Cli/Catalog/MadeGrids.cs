using System.Collections.Concurrent;
using ScoreSde.Cli.Models;
using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.GridDesign;

namespace ScoreSde.Cli.Catalog;

/// <summary>
/// The grids of the name <c>made</c>: those on which the steps of DPM-Solver++ 2M err least over Gaussian data of variances 0.1 to 10, of the size that data
/// has after scaling. Each is made once.
/// </summary>
internal static class MadeGrids
{
    /// <summary>The longest that is made: time grows with the square of the steps.</summary>
    public const int MostSteps = 100;

    private static readonly ConcurrentDictionary<(IDiffusionProcess Process, TimeRange Range, int Steps), TimeGrid> Known = new();

    /// <summary>The grid of that many steps.</summary>
    public static TimeGrid Of(IDiffusionProcess process, TimeRange range, int steps) => steps < 2
        ? new TimeGrid("made", range.Maximum, 0)
        : Known.GetOrAdd((process, range, steps), static key =>
            GridDesigner.Make(new GridError(new DpmSolverPlusPlus2M(), key.Process, Spectrum.Between(0.1, 10)), key.Steps, key.Range));
}

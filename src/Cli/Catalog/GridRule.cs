using ScoreSde.Processes;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Catalog;

/// <summary>A rule that makes time grids. All end at t = 0.</summary>
/// <param name="Make">The grid of that many steps for a process and the times that a model knows.</param>
internal sealed record GridRule(Func<IDiffusionProcess, TimeRange, int, TimeGrid> Make)
{
    /// <summary>A grid that stands in a file, whatever the process.</summary>
    public GridRule(TimeGrid file)
        : this((_, _, _) => file) => File = file;

    /// <summary>The longest grid that the rule can make.</summary>
    public Func<TimeRange, int> MostSteps { get; init; } = static _ => 1_000_000;

    /// <summary>Whether its numbers may bring times so near to each other that they are one.</summary>
    public bool MayCrowd { get; init; }

    /// <summary>The only grid there is, where it stands in a file.</summary>
    public TimeGrid? File { get; }
}

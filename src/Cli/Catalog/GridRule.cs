using ScoreSde.Processes;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Catalog;

/// <summary>A rule that makes time grids. All end at t = 0.</summary>
/// <param name="Make">The grid of that many steps for a process.</param>
/// <param name="MostSteps">The longest grid that the rule can make.</param>
/// <param name="OnlySteps">The only length that it has, for a grid that stands in a file; else null.</param>
internal sealed record GridRule(Func<IDiffusionProcess, int, TimeGrid> Make, int MostSteps = 1_000_000, int? OnlySteps = null);

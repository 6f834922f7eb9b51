using ScoreSde.Processes;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Catalog;

/// <summary>Makes a grid of that many steps for a process.</summary>
internal delegate TimeGrid GridRule(IDiffusionProcess process, int steps);

using ScoreSde.Processes;
using ScoreSde.TimeGrids;

namespace ScoreSde.Comparison.Contestants;

/// <summary>A rule of times under the name by which reports call it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Make">The grid of that many steps for a process and the times that a model knows.</param>
public sealed record GridChoice(string Name, Func<IDiffusionProcess, TimeRange, int, TimeGrid> Make)
{
    /// <summary>The rule that suits most.</summary>
    public static GridChoice Balanced { get; } = new("balanced", static (process, range, steps) => BalancedGrid.Of(process, steps, range));
}

using ScoreSde.Processes;
using ScoreSde.Schedules;

namespace ScoreSde.Cli.Catalog;

/// <summary>A family of forward processes.</summary>
/// <param name="Make">The process of a schedule.</param>
/// <param name="DefaultSchedule">The schedule taken where none is given.</param>
internal sealed record ProcessKind(Func<INoiseSchedule, IDiffusionProcess> Make, string DefaultSchedule);

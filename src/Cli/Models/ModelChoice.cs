using ScoreSde.Processes;

namespace ScoreSde.Cli.Models;

/// <summary>How a named model is made.</summary>
/// <param name="TakesProcess">Whether <c>--process</c> and <c>--schedule</c> may be given; a network brings its own.</param>
/// <param name="Make">The model; the process is null for one that brings its own.</param>
internal sealed record ModelChoice(bool TakesProcess, Func<IDiffusionProcess?, Model> Make);

using ScoreSde.Data;

namespace ScoreSde.Cli.Models;

/// <summary>The words that choose a model; null for those not given.</summary>
/// <param name="Name">After <c>--model</c>.</param>
/// <param name="Process">After <c>--process</c>.</param>
/// <param name="Schedule">After <c>--schedule</c>.</param>
/// <param name="Data">After <c>--data</c> and the words that say how it is read.</param>
internal sealed record ModelWords(string Name, string? Process, string? Schedule, DataRequest? Data);

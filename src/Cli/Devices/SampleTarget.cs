using ScoreSde.Cli.Parts;

namespace ScoreSde.Cli.Devices;

/// <summary>How samples go to a file as they are done.</summary>
/// <param name="Run">What the file is of.</param>
/// <param name="Shard">Which part of it; null for all.</param>
/// <param name="Resumes">Whether to go on with what an interrupted run left.</param>
/// <param name="GoOn">The command that does, of the file's name.</param>
internal sealed record SampleTarget(RunIdentity Run, Shard? Shard, bool Resumes, Func<string, string> GoOn);

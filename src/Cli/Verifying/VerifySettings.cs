using ScoreSde.Verification.Runs;

namespace ScoreSde.Cli.Verifying;

/// <summary>What <c>verify</c> is asked to do.</summary>
/// <param name="Options">Which properties, and on what.</param>
/// <param name="Schedule">The schedule as it was typed, for the command that replays a failure; null where none was given.</param>
/// <param name="JsonFile">Where the JSON goes, or null.</param>
/// <param name="HtmlFile">Where the page goes, or null.</param>
internal sealed record VerifySettings(VerificationOptions Options, string? Schedule, string? JsonFile, string? HtmlFile)
{
    /// <summary>The command that repeats the run.</summary>
    public string Command { get; init; } = "scoresde verify";

    /// <summary>The process as it was typed; null where none was given.</summary>
    public string? Process { get; init; }

    /// <summary>The command that looks at one case again.</summary>
    public string Replay(PropertyRecord record) =>
        $"scoresde verify --only {record.Property.Name} --seed {record.Result.Seed} --case {record.Result.Failure?.Case}"
        + (Process is null ? "" : $" --process {Process}")
        + (Schedule is null ? "" : $" --schedule {Schedule}");
}

using ScoreSde.Cli.Arguments;

namespace ScoreSde.Tests.Support;

/// <summary>What was noted as wrong.</summary>
internal static class Told
{
    /// <summary>All sentences; none where nothing is wrong.</summary>
    public static IReadOnlyList<string> Of(Faults faults) => faults.None ? [] : Assert.Throws<UsageException>(faults.ThrowIfAny).Faults;
}

namespace ScoreSde.Cli.Arguments;

/// <summary>The words cannot be carried out. Holds every fault found, each as one sentence.</summary>
public sealed class UsageException(IReadOnlyList<string> faults) : Exception(string.Join(' ', faults))
{
    /// <summary>The faults, in the order of the words.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}

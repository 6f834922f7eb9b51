namespace ScoreSde.Describing;

/// <summary>A network's file or its description that cannot be used: names the file and says in one sentence what is wrong and what would mend it.</summary>
public sealed class NetworkFileException(string file, string fault, Exception? cause = null) : Exception($"{file}: {fault}", cause)
{
    /// <summary>The file.</summary>
    public string File { get; } = file;

    /// <summary>What is wrong, one sentence.</summary>
    public string Fault { get; } = fault;
}

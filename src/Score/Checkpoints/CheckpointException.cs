namespace ScoreSde.Checkpoints;

/// <summary>A checkpoint that cannot be read or written: names the file and says in one sentence what is wrong.</summary>
public sealed class CheckpointException(string file, string fault, Exception? inner = null) : Exception($"{file}: {fault}", inner)
{
    /// <summary>The file.</summary>
    public string File { get; } = file;

    /// <summary>What is wrong, one sentence.</summary>
    public string Fault { get; } = fault;
}

namespace ScoreSde.Data;

/// <summary>A data set that is missing, damaged or of the wrong shape. The message is one sentence that begins with the file's name.</summary>
public sealed class DataFileException(string file, string fault, Exception? cause = null) : Exception($"{file}: {fault}", cause)
{
    /// <summary>Name of the file or data set, as it was asked for.</summary>
    public string File { get; } = file;

    /// <summary>What is wrong, one sentence.</summary>
    public string Fault { get; } = fault;
}

namespace ScoreSde.Data.Files;

/// <summary>Content that is not as its format says, found by a reader that does not know the file's name; <see cref="FileFault"/> adds it.</summary>
/// <param name="fault">A sentence that follows the file's name.</param>
public sealed class DamagedFileException(string fault) : Exception(fault);

namespace ScoreSde.Fuzz;

/// <summary>An input that was not read as is promised.</summary>
/// <param name="Reader">What read it.</param>
/// <param name="Index">Its place in the reader's row of inputs.</param>
/// <param name="What">What happened.</param>
/// <param name="File">The bytes, packed.</param>
internal sealed record Finding(string Reader, int Index, string What, byte[] File);

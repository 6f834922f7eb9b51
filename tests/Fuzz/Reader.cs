namespace ScoreSde.Fuzz;

/// <summary>One thing that reads foreign bytes.</summary>
/// <param name="Name">What it reads.</param>
/// <param name="Share">Inputs beside those of the others.</param>
/// <param name="Seeds">Whole inputs to begin with, in any packing.</param>
/// <param name="Packing">How what is damaged becomes a file.</param>
/// <param name="Read">Puts the bytes into a folder of its own and reads them. Throws what is documented, and nothing else.</param>
/// <param name="Documented">What it may throw.</param>
internal sealed record Reader(string Name, int Share, IReadOnlyList<byte[]> Seeds, Packing Packing, Action<string, byte[]> Read, params Type[] Documented);

namespace ScoreSde.Data.Npy;

/// <summary>An array as read from a file.</summary>
/// <param name="Values">All values, the last axis fastest.</param>
/// <param name="Shape">The lengths of the axes.</param>
public sealed record NpyArray(float[] Values, IReadOnlyList<int> Shape);

namespace ScoreSde.Checkpoints;

/// <summary>A tensor as the header announces it; offsets count from the end of the header.</summary>
internal sealed record TensorEntry(string Name, TensorType Type, int[] Shape, long Begin, long End);

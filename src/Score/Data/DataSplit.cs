namespace ScoreSde.Data;

/// <summary>Two disjoint parts of a data set: one to learn from, one to judge by.</summary>
/// <param name="Training">What a network may see.</param>
/// <param name="HeldOut">What it never sees.</param>
public sealed record DataSplit(DataSet Training, DataSet HeldOut);

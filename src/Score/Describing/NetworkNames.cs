namespace ScoreSde.Describing;

/// <summary>Names of a network's inputs and of its output; null for those that the file tells.</summary>
/// <param name="Sample">The samples.</param>
/// <param name="Time">The noise level.</param>
/// <param name="Class">The class.</param>
/// <param name="Output">The output.</param>
public sealed record NetworkNames(string? Sample = null, string? Time = null, string? Class = null, string? Output = null);

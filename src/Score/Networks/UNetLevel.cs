namespace ScoreSde.Networks;

/// <summary>The blocks of one size, and the convolution that changes it.</summary>
/// <param name="Blocks">In order.</param>
/// <param name="Sample">The name of the convolution; null at the last level.</param>
internal sealed record UNetLevel(IReadOnlyList<UNetBlock> Blocks, string? Sample);

namespace ScoreSde.Networks;

/// <summary>A residual block by the names of its tensors.</summary>
/// <param name="Name">Its own.</param>
/// <param name="HasSkip">Whether the shortcut is a convolution, since the feature maps change in number.</param>
/// <param name="Attention">The attention that follows, or null.</param>
internal sealed record UNetBlock(string Name, bool HasSkip, string? Attention);

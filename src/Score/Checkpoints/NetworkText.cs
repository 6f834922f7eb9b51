namespace ScoreSde.Checkpoints;

/// <summary>The metadata entry <c>network</c>.</summary>
internal sealed record NetworkText(int Dimension, int Width, int Depth, int TimeFeatures, int Classes, string Parametrisation);

namespace ScoreSde.Checkpoints;

/// <summary>The metadata entry <c>data</c>.</summary>
internal sealed record DataText(string Name, int Count, int Dimension, int Classes, int[]? Image, double Shift, double Scale);

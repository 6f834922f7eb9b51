namespace ScoreSde.Checkpoints;

/// <summary>The metadata entry <c>process</c>.</summary>
internal sealed record ProcessText(string Name, string Schedule);

namespace ScoreSde.Checkpoints;

/// <summary>The metadata entry <c>unet</c>.</summary>
internal sealed record UNetText(
    int Channels, int[] Multipliers, int Blocks, int[] AttentionLevels, int Groups, int TimeFeatures, string Parametrisation);

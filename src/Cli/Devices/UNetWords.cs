namespace ScoreSde.Cli.Devices;

/// <summary>The words that give the shape of a U-Net.</summary>
/// <param name="Channels">Feature maps of the first level.</param>
/// <param name="Multipliers">Feature maps of each level, in units of the first.</param>
/// <param name="Blocks">Residual blocks in a level.</param>
/// <param name="Attention">Levels with attention, from 0.</param>
internal sealed record UNetWords(int Channels, int[] Multipliers, int Blocks, int[] Attention);

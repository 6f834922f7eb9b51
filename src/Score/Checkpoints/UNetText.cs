using System.Text.Json.Serialization;

namespace ScoreSde.Checkpoints;

/// <summary>The metadata entry <c>unet</c>.</summary>
internal sealed record UNetText(
    int Channels, int[] Multipliers, int Blocks, int[] AttentionLevels, int Groups, int TimeFeatures, string Parametrisation)
{
    /// <summary>Whether there is a second last convolution, of variances; said only where there is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool LearnsVariance { get; init; }
}

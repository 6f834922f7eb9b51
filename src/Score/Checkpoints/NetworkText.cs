using System.Text.Json.Serialization;

namespace ScoreSde.Checkpoints;

/// <summary>The metadata entry <c>network</c>.</summary>
internal sealed record NetworkText(int Dimension, int Width, int Depth, int TimeFeatures, int Classes, string Parametrisation)
{
    /// <summary>Whether there is a second output layer, of variances; said only where there is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool LearnsVariance { get; init; }
}

using System.Text.Json.Serialization;

namespace ScoreSde.Checkpoints;

/// <summary>The metadata entry <c>progress</c>.</summary>
internal sealed record ProgressText(
    int Step,
    int LossBlockSteps,
    double[] Losses,
    double OpenLossSum,
    int OpenLossSteps,
    double? SmoothedLoss,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? StepsBefore = null);

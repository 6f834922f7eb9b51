namespace ScoreSde.Checkpoints;

/// <summary>The metadata entry <c>progress</c>.</summary>
internal sealed record ProgressText(
    int Step, int LossBlockSteps, double[] Losses, double OpenLossSum, int OpenLossSteps, double? SmoothedLoss);

namespace ScoreSde.Training;

/// <summary>
/// The times of a batch of B rows: t_i = t_min + (1 − t_min)(i + u)/B, i = 0 … B − 1, with one u ∈ [0, 1) for the whole step.
/// Each is uniform over the steps and the batch covers [t_min, 1] evenly, which takes most of the noise out of the loss.
/// Kingma et al. 2021, app. I.1. Rows of the data come in random order, so times need no shuffling.
/// </summary>
internal static class TimeStrata
{
    public static double At(TrainingSettings settings, int row, double offset) =>
        Math.Min(1, settings.MinimumTime + ((1 - settings.MinimumTime) * ((row + offset) / settings.Batch)));
}

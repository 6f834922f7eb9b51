namespace ScoreSde.Training;

/// <summary>
/// The shares of a run's law of times (<see cref="TimeLaw"/>) at which the rows of a batch of B stand: (i + u)/B, i = 0 … B − 1, with one u ∈ [0, 1) for the whole step.
/// Each is uniform over the steps and the batch covers [0, 1) evenly, which takes most of the noise out of the loss: under the uniform law t_i = t_min + (1 − t_min)(i + u)/B.
/// Kingma et al. 2021, app. I.1. Rows of the data come in random order, so times need no shuffling.
/// </summary>
internal static class TimeStrata
{
    public static double At(TrainingSettings settings, int row, double offset) => (row + offset) / settings.Batch;
}

namespace ScoreSde.Training;

/// <summary>
/// The learning rate of step k = 0, 1, …: peak · (k + 1)/warmUp during the first warmUp steps, then constant or
/// peak · ½ (1 + cos(π (k + 1 − warmUp)/(steps − warmUp + 1))), which is positive in the last step.
/// </summary>
internal static class LearningRateSchedule
{
    public static double At(TrainingSettings settings, long step)
    {
        if (step < settings.WarmUp)
        {
            return settings.LearningRate * (step + 1) / settings.WarmUp;
        }

        double share = (double)(step + 1 - settings.WarmUp) / (settings.Steps - settings.WarmUp + 1);
        return settings.Decay == LearningRateDecay.Constant
            ? settings.LearningRate
            : settings.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * share));
    }
}

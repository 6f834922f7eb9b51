namespace ScoreSde.Training;

/// <summary>The rules for <see cref="TrainingSettings"/>. Each comparison is written so that NaN is a fault.</summary>
internal static class TrainingFaults
{
    public static List<string> Of(TrainingSettings settings)
    {
        var faults = new List<string>();
        AtLeast(settings.Steps, 1, "Steps", faults);
        AtLeast(settings.Batch, 1, "Batch", faults);
        AtLeast(settings.Width, 1, "Width", faults);
        AtLeast(settings.Depth, 0, "Depth", faults);
        AtLeast(settings.TimeFeatures, 2, "TimeFeatures", faults);
        AtLeast(settings.WarmUp, 0, "WarmUp", faults);
        Check(settings.TimeFeatures % 2 == 0, $"TimeFeatures must be even, not {settings.TimeFeatures}.", faults);
        Check(settings.WarmUp <= settings.Steps, $"WarmUp ({settings.WarmUp}) must not exceed Steps ({settings.Steps}).", faults);
        Check(Enum.IsDefined(settings.Parametrisation), "Parametrisation is unknown.", faults);
        Check(Enum.IsDefined(settings.Weighting), "Weighting is unknown.", faults);
        Check(Enum.IsDefined(settings.Times), "Times is unknown.", faults);
        Check(Enum.IsDefined(settings.Decay), "Decay is unknown.", faults);
        Positive(settings.LearningRate, "LearningRate", faults);
        Positive(settings.Epsilon, "Epsilon", faults);
        Positive(settings.GradientClip, "GradientClip", faults);
        Positive(settings.MinSnrGamma, "MinSnrGamma", faults);
        NotNegative(settings.WeightDecay, "WeightDecay", faults);
        NotNegative(settings.DataNoise, "DataNoise", faults);
        Share(settings.Beta1, "Beta1", faults);
        Share(settings.Beta2, "Beta2", faults);
        Share(settings.EmaDecay, "EmaDecay", faults);
        Check(settings.LabelDropout is >= 0 and <= 1, $"LabelDropout must lie in [0, 1], not {settings.LabelDropout}.", faults);
        Check(settings.MinimumTime is > 0 and < 1, $"MinimumTime must lie in (0, 1), not {settings.MinimumTime}.", faults);
        return faults;
    }

    private static void AtLeast(int value, int low, string name, List<string> faults) =>
        Check(value >= low, $"{name} must be at least {low}, not {value}.", faults);

    private static void Positive(double value, string name, List<string> faults) =>
        Check(double.IsFinite(value) && value > 0, $"{name} must be finite and greater than 0, not {value}.", faults);

    private static void NotNegative(double value, string name, List<string> faults) =>
        Check(double.IsFinite(value) && value >= 0, $"{name} must be finite and not negative, not {value}.", faults);

    private static void Share(double value, string name, List<string> faults) =>
        Check(value is >= 0 and < 1, $"{name} must lie in [0, 1), not {value}.", faults);

    private static void Check(bool holds, string fault, List<string> faults)
    {
        if (!holds)
        {
            faults.Add(fault);
        }
    }
}

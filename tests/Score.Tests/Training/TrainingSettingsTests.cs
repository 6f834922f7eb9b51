using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

public sealed class TrainingSettingsTests
{
    private static readonly TrainingSettings Small = new() { Steps = 10, WarmUp = 2 };

    public static TheoryData<string, TrainingSettings> Bad => new()
    {
        { "Steps", Small with { Steps = 0, WarmUp = 0 } },
        { "Batch", Small with { Batch = 0 } },
        { "Width", Small with { Width = 0 } },
        { "Depth", Small with { Depth = -1 } },
        { "TimeFeatures", Small with { TimeFeatures = 0 } },
        { "TimeFeatures", Small with { TimeFeatures = 5 } },
        { "WarmUp", Small with { WarmUp = -1 } },
        { "WarmUp", Small with { WarmUp = 11 } },
        { "Parametrisation", Small with { Parametrisation = (Scores.Parametrisation)9 } },
        { "Weighting", Small with { Weighting = (LossWeighting)9 } },
        { "Decay", Small with { Decay = (LearningRateDecay)9 } },
        { "LearningRate", Small with { LearningRate = 0 } },
        { "LearningRate", Small with { LearningRate = double.PositiveInfinity } },
        { "Epsilon", Small with { Epsilon = 0 } },
        { "GradientClip", Small with { GradientClip = 0 } },
        { "MinSnrGamma", Small with { MinSnrGamma = -1 } },
        { "WeightDecay", Small with { WeightDecay = -1e-9 } },
        { "WeightDecay", Small with { WeightDecay = double.PositiveInfinity } },
        { "DataNoise", Small with { DataNoise = double.NaN } },
        { "Beta1", Small with { Beta1 = -0.1 } },
        { "Beta2", Small with { Beta2 = 1 } },
        { "EmaDecay", Small with { EmaDecay = 1 } },
        { "LabelDropout", Small with { LabelDropout = -0.01 } },
        { "LabelDropout", Small with { LabelDropout = 1.01 } },
        { "MinimumTime", Small with { MinimumTime = 0 } },
        { "Times", Small with { Times = (TrainingTimes)4 } },
        { "MinimumTime", Small with { MinimumTime = 1 } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_setting_out_of_its_range_is_the_one_fault_that_is_told(string name, TrainingSettings settings) =>
        Assert.StartsWith(name, Assert.Single(settings.Faults()), StringComparison.Ordinal);

    [Fact]
    public void The_ends_of_the_ranges_are_allowed()
    {
        Assert.Empty((Small with { Steps = 1, WarmUp = 1, Batch = 1, Width = 1, Depth = 0, TimeFeatures = 2 }).Faults());
        Assert.Empty((Small with { WarmUp = 0, WeightDecay = 0, DataNoise = 0, Beta1 = 0, Beta2 = 0, EmaDecay = 0, LabelDropout = 0 }).Faults());
        Assert.Empty((Small with { LabelDropout = 1, MinimumTime = double.Epsilon }).Faults());
    }

    [Theory]
    [InlineData(50, 0)]
    [InlineData(50, 1)]
    [InlineData(50, 20)]
    [InlineData(50, 50)]
    public void The_learning_rate_of_every_step_is_the_written_one(int steps, int warmUp)
    {
        TrainingSettings settings = Small with { Steps = steps, WarmUp = warmUp, LearningRate = 3 };
        for (int k = 0; k < steps; k++)
        {
            double ramp = 3.0 * (k + 1) / warmUp;
            double fall = 3 * Math.Pow(Math.Cos(Math.PI / 2 * (k + 1 - warmUp) / (steps - warmUp + 1)), 2);
            Assert.Equal(k < warmUp ? ramp : fall, LearningRateSchedule.At(settings, k), 1e-12);
            Assert.Equal(k < warmUp ? ramp : 3, LearningRateSchedule.At(settings with { Decay = LearningRateDecay.Constant }, k), 1e-12);
        }
    }
}

using ScoreSde.Noise;

namespace ScoreSde.Tests.Noise;

public sealed class NoisePurposeTests
{
    /// <summary>Two purposes with one number would share their noise; a purpose with another number would change the samples of every seed.</summary>
    [Fact]
    public void Every_purpose_has_a_number_of_its_own_that_stays_for_ever()
    {
        Assert.Equal(Enum.GetNames<NoisePurpose>().Length, Enum.GetValues<NoisePurpose>().Distinct().Count());
        Assert.Equal(
            [
                NoisePurpose.Prior, NoisePurpose.Step, NoisePurpose.Corrector, NoisePurpose.Churn, NoisePurpose.Forward, NoisePurpose.Data,
                NoisePurpose.Weights, NoisePurpose.Training, NoisePurpose.Metric, NoisePurpose.Label, NoisePurpose.Path, NoisePurpose.LambdaPath,
                NoisePurpose.Probe, NoisePurpose.Dequantisation, NoisePurpose.Restart,
            ],
            Enumerable.Range(0, 15).Select(number => (NoisePurpose)number));
        Assert.Equal(
            [NoisePurpose.Measurement, NoisePurpose.Operator, NoisePurpose.Substitution, NoisePurpose.Return, NoisePurpose.Resampling],
            Enumerable.Range(20, 5).Select(number => (NoisePurpose)number));
    }
}

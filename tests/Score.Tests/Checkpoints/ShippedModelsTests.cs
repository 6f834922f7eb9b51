using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Metrics;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Training;

namespace ScoreSde.Tests.Checkpoints;

public sealed class ShippedModelsTests
{
    [Fact]
    public void The_digits_network_was_made_by_the_default_settings_from_the_training_part_alone()
    {
        Checkpoint digits = ShippedModels.Open("digits");
        Assert.Equal(new TrainingSettings(), digits.Training);
        Assert.Equal(digits.Training.Steps, digits.Step);
        Assert.Equal(DataDescription.Of(Digits.Split().Training), digits.Data);
    }

    [Fact]
    public void The_digits_network_knows_the_noise_in_digits_that_it_never_saw()
    {
        // Measured with 8 draws: 0.28 at t = 0.1 and 0.125 at t = 0.2; one draw over 359 · 64 numbers is good to about 3 %.
        Checkpoint digits = ShippedModels.Open("digits");
        double[] errors = DenoisingError.Measure(
            digits.Network, digits.Parametrisation, digits.Process, Digits.Split().HeldOut, [0.1, 0.2], draws: 1, seed: 9);
        Assert.InRange(errors[0], 0.2, 0.30);
        Assert.InRange(errors[1], 0.1, 0.135);
    }

    [Fact]
    public void Samples_of_the_digits_network_look_like_their_labels_to_a_classifier_of_real_digits()
    {
        Checkpoint digits = ShippedModels.Open("digits");
        SampleSet<float> samples = Sampler.Sample(
            digits.Process, digits.Score<float>(sample => (int)(sample % 10)), new Heun(), Grids.Karras(digits.Process, 10), count: 40, seed: 1);
        var natural = new float[samples.Values.Length];
        digits.Data.Scaling.ToNatural(samples.Values, natural);
        int[] intended = [.. Enumerable.Range(0, samples.Count).Select(sample => sample % 10)];

        double agreement = new NearestNeighbourClassifier(Digits.Split().Training).Agreement(new Samples(natural, 64), intended).Value;

        // 98 % of many samples agree; fewer than 34 of 40 would have a probability of 1e-5 at that rate.
        Assert.InRange(agreement, 34.0 / 40, 1);
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones() =>
        Assert.Contains("there are: digits", Assert.Throws<ArgumentException>(() => ShippedModels.Open("faces")).Message, StringComparison.Ordinal);
}

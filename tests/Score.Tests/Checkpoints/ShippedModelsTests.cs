using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Metrics;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.Tests.Support;
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
    [Trait("Category", "Once")]
    public void The_errors_of_the_digits_network_in_the_document_are_its_errors()
    {
        string[] page = Repository.Lines("docs/models.md");
        Checkpoint digits = ShippedModels.Open("digits");
        double[] times = Row("t");
        foreach ((string name, DataSet rows, int draws) in new[] { ("training digits", Digits.Split().Training, 1), ("held-out digits", Digits.Split().HeldOut, 4) })
        {
            double[] errors = DenoisingError.Measure(digits.Network, digits.Parametrisation, digits.Process, rows, times, draws, seed: 9);

            // The page's figures are of other draws; 1,400 pictures of 64 numbers are good to about 1 %, and the last digit is rounded.
            Assert.All(errors.Zip(Row(name)), static pair => Assert.Equal(pair.Second, pair.First, (0.04 * pair.Second) + 5e-5));
        }

        double[] Row(string name) =>
            [.. page.Single(line => line.StartsWith($"| {name} |", StringComparison.Ordinal)).Split('|')[2..^1].Select(static cell => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture))];
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

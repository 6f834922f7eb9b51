using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Tests.Data;
using ScoreSde.Training;

namespace ScoreSde.Tests.Checkpoints;

/// <summary>The file of a U-Net comes back as it was written, and words that cannot be used are refused with the reason.</summary>
public sealed class UNetMetadataTests : IDisposable
{
    private const string Shape = """{"channels":2,"multipliers":[1],"blocks":1,"attentionLevels":[],"groups":1,"timeFeatures":2,"parametrisation":"Velocity"}""";

    private readonly TemporaryFolder folder = new();

    private string Place => folder["net.safetensors"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0.1, true)]
    [InlineData(0, false)]
    public void A_network_comes_back_with_all_that_belongs_to_it(double dropout, bool knowsUnlabelled)
    {
        UNetCheckpoint saved = Network(dropout);
        saved.Save(Place);
        UNetCheckpoint loaded = UNetCheckpoint.Load(Place);
        Assert.Equal(saved.Weights.SelectMany(static array => array), loaded.Weights.SelectMany(static array => array));
        Assert.Equal((saved.Process, saved.Data, saved.Training, Parametrisation.Velocity, 7), (loaded.Process, loaded.Data, loaded.Training, loaded.Parametrisation, loaded.Step));
        Assert.Equal((saved.Network.Image, 2, 1, 1, 2, 3), (loaded.Network.Image, loaded.Network.Channels, loaded.Network.Blocks, loaded.Network.Groups, loaded.Network.TimeFeatures, loaded.Network.Classes));
        Assert.Equal(knowsUnlabelled, loaded.KnowsUnlabelled);
        Assert.True(UNetCheckpoint.IsOne(TensorReader.Read(Place).Metadata));
        Assert.Equal($"{Place}: holds a U-Net, which runs on libtorch: --device torch or cuda, built with -p:Torch=cpu or -p:Torch=cuda.", Assert.Throws<CheckpointException>(() => Checkpoint.Load(Place)).Message);
    }

    [Theory]
    [InlineData("unet", null, "holds no U-Net")]
    [InlineData("unet", "null", "has metadata that cannot be used: the entry unet is empty")]
    [InlineData("unet", "{", "has metadata that cannot be used: the entry unet is not as docs/checkpoint-format.md says")]
    [InlineData("unet", """{"channels":2,"multipliers":[1],"blocks":1,"attentionLevels":[],"groups":1,"timeFeatures":2,"parametrisation":"velocity"}""", "has metadata that cannot be used: the parametrisation velocity is unknown")]
    [InlineData("unet", """{"channels":2,"multipliers":[1],"blocks":1,"attentionLevels":[],"groups":1,"timeFeatures":2,"parametrisation":"1"}""", "has metadata that cannot be used: the parametrisation 1 is unknown")]
    [InlineData("unet", """{"channels":2,"multipliers":[1],"blocks":1,"attentionLevels":[],"groups":1,"timeFeatures":2,"parametrisation":"Velocity","learnsVariance":true}""", "has metadata that cannot be used: unet and training differ in whether variances are learned")]
    [InlineData("unet", """{"channels":0,"multipliers":[1],"blocks":1,"attentionLevels":[],"groups":1,"timeFeatures":2,"parametrisation":"Velocity"}""", "has metadata that cannot be used: ")]
    [InlineData("data", """{"name":"d","count":9,"dimension":16,"classes":3,"image":null,"shift":0,"scale":1}""", "has metadata that cannot be used: its data has no pictures")]
    public void Words_that_cannot_be_used_are_refused_with_the_reason(string key, string? value, string reason)
    {
        Network(0.1).Save(Place);
        TensorFile file = TensorReader.Read(Place);
        Dictionary<string, string> metadata = new(file.Metadata);
        Assert.True(metadata.Remove(key));
        if (value is not null)
        {
            metadata.Add(key, value);
        }

        CheckpointException refused = Assert.Throws<CheckpointException>(() => UNetCheckpoint.From(file with { Metadata = metadata }, "a"));
        Assert.StartsWith($"a: {reason}", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_of_its_shape_is_as_the_document_says()
    {
        Network(0.1).Save(Place);
        Assert.Equal(Shape, TensorReader.Read(Place).Metadata["unet"]);
    }

    private static UNetCheckpoint Network(double dropout)
    {
        var settings = new UNetSettings(new ImageShape(4, 4), 2, [1], 1, [], 1, 2, 3);
        var data = new DataDescription("pictures", 100, 16, 3, settings.Image, new DataScaling(127.5, 127.5));
        var training = new TrainingSettings { Parametrisation = Parametrisation.Velocity, LabelDropout = dropout };
        var losses = new LossHistory(training.Steps);
        for (int step = 0; step < 7; step++)
        {
            losses.Add(1, step + 1);
        }

        var run = new CheckpointMetadata(new MlpSettings(16, 1, 0, 2, 3), training.Parametrisation, new VariancePreserving(new LinearSchedule(0.1, 20)), data, training, 7, losses);
        int number = 0;
        return new UNetCheckpoint(
            new UNetMetadata(settings, run),
            [.. new UNetLayout(settings).Entries.Select(entry => Enumerable.Range(0, entry.Shape.Aggregate(1, static (product, length) => product * length)).Select(_ => number++ / 64f).ToArray())]);
    }
}

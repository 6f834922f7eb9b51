using ScoreSde.Checkpoints;
using ScoreSde.Tests.Data;
using ScoreSde.Tests.Support;
using ScoreSde.Tests.Training;
using ScoreSde.Training;

namespace ScoreSde.Tests.Checkpoints;

/// <summary>The key <c>times</c>: absent from files from before it, and from those whose times are uniform.</summary>
public sealed class TimesInCheckpointsTests
{
    [Fact]
    public void The_shipped_digits_were_written_without_it_and_have_uniform_times()
    {
        string path = Repository.PathTo("models/digits.safetensors");
        Assert.DoesNotContain("\"times\"", TensorReader.Read(path).Metadata["training"], StringComparison.Ordinal);
        Assert.Equal(TrainingTimes.Uniform, Checkpoint.Load(path).Training.Times);
    }

    [Theory]
    [InlineData(TrainingTimes.Uniform, false)]
    [InlineData(TrainingTimes.LogitNormal, true)]
    [InlineData(TrainingTimes.LogNormal, true)]
    [InlineData(TrainingTimes.Likelihood, true)]
    public void A_stopped_run_goes_on_to_the_bits_of_one_that_was_not(TrainingTimes times, bool said)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("run");
        TrainingSettings settings = Runs.Settings with { Steps = 6, WarmUp = 1, Times = times };
        TrainingState whole = Runs.Start(settings);
        Trainer.Run(whole, Runs.Labelled);
        TrainingState stopped = Runs.Start(settings);
        Trainer.Run(stopped, Runs.Labelled, new TrainerOptions { Until = 3 });
        TrainingCheckpoint.Save(stopped, path);
        TrainingState loaded = TrainingCheckpoint.Load(path);
        Assert.Equal(settings, loaded.Settings);
        Assert.Equal(said, TensorReader.Read(path).Metadata["training"].Contains($"\"times\":\"{times}\"", StringComparison.Ordinal));
        Trainer.Run(loaded, Runs.Labelled);
        Assert.Equal(Runs.Bits(whole), Runs.Bits(loaded));
    }
}

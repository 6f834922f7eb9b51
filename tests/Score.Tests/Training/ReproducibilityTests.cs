using ScoreSde.Checkpoints;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

public sealed class ReproducibilityTests
{
    [Fact]
    public void A_run_that_was_saved_and_resumed_ends_with_the_bits_of_one_never_stopped()
    {
        string folder = Directory.CreateTempSubdirectory("scoresde").FullName;
        try
        {
            string path = Path.Combine(folder, "run.safetensors");
            TrainingState whole = Runs.Start();
            var reports = new List<TrainingProgress>();
            Trainer.Run(whole, Runs.Labelled, new TrainerOptions { Threads = 1, Progress = new Collect(reports) });

            TrainingState half = Runs.Start();
            Trainer.Run(half, Runs.Labelled, new TrainerOptions { Threads = 1, Until = 20 });
            TrainingCheckpoint.Save(half, path);
            TrainingState resumed = TrainingCheckpoint.Load(path);
            Assert.Equal(20, resumed.Step);
            Assert.False(resumed.IsFinished);
            var lateReports = new List<TrainingProgress>();
            Trainer.Run(resumed, Runs.Labelled, new TrainerOptions { Threads = 1, Progress = new Collect(lateReports) });

            Assert.True(whole.IsFinished && resumed.IsFinished);
            Assert.Equal(Runs.Bits(whole), Runs.Bits(resumed));
            Assert.Equal(whole.Losses.Means, resumed.Losses.Means);
            Assert.Equal(reports[20..], lateReports);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void The_weights_do_not_depend_on_the_number_of_threads(int threads)
    {
        TrainingState one = Runs.Start();
        TrainingState several = Runs.Start();
        Trainer.Run(one, Runs.Labelled, new TrainerOptions { Threads = 1, Until = 8 });
        Trainer.Run(several, Runs.Labelled, new TrainerOptions { Threads = threads, Until = 8 });
        Assert.Equal(Runs.Bits(one), Runs.Bits(several));
    }

    [Fact]
    public void Another_seed_gives_other_weights()
    {
        TrainingState one = Runs.Start();
        TrainingState other = Runs.Start(Runs.Settings with { Seed = 12 });
        Trainer.Run(one, Runs.Labelled, new TrainerOptions { Threads = 1, Until = 1 });
        Trainer.Run(other, Runs.Labelled, new TrainerOptions { Threads = 1, Until = 1 });
        Assert.NotEqual(Runs.Bits(one), Runs.Bits(other));
    }

    [Fact]
    public void A_cancelled_run_keeps_a_whole_state_that_can_go_on()
    {
        using var stop = new CancellationTokenSource();
        TrainingState state = Runs.Start();
        var reports = new List<TrainingProgress>();
        Trainer.Run(state, Runs.Labelled, new TrainerOptions { Threads = 1, Progress = new Collect(reports, () => stop.Cancel(), 3), Cancellation = stop.Token });
        Assert.Equal(3, state.Step);
        Assert.Equal([1, 2, 3], reports.Select(report => report.Step));

        Trainer.Run(state, Runs.Labelled, new TrainerOptions { Threads = 1, Until = 6 });
        TrainingState unbroken = Runs.Start();
        Trainer.Run(unbroken, Runs.Labelled, new TrainerOptions { Threads = 1, Until = 6 });
        Assert.Equal(Runs.Bits(unbroken), Runs.Bits(state));
    }

    // Progress<T> would report on another thread, later.
    private sealed class Collect(List<TrainingProgress> reports, Action? then = null, int at = 0) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            reports.Add(value);
            if (value.Step == at)
            {
                then!();
            }
        }
    }
}

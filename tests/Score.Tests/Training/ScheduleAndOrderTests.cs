using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

public sealed class ScheduleAndOrderTests
{
    [Fact]
    public void The_learning_rate_warms_up_linearly_and_falls_by_half_a_cosine()
    {
        var settings = new TrainingSettings { Steps = 109, WarmUp = 10, LearningRate = 2 };
        Assert.Equal(0.2, LearningRateSchedule.At(settings, 0), 1e-12);
        Assert.Equal(2, LearningRateSchedule.At(settings, 9), 1e-12);
        Assert.Equal(1, LearningRateSchedule.At(settings, 59), 1e-12);
        Assert.InRange(LearningRateSchedule.At(settings, 108), 1e-9, 1e-2);
        Assert.Equal(2, LearningRateSchedule.At(settings with { Decay = LearningRateDecay.Constant }, 100));
    }

    [Fact]
    public void Every_epoch_is_another_permutation_of_all_rows_and_can_be_entered_anywhere()
    {
        int[] all = new int[3 * 17];
        new ShuffledEpochs(17, new TrainingNoise(5)).Read(0, all);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            Assert.Equal(Enumerable.Range(0, 17), all[(17 * epoch)..(17 * (epoch + 1))].Order());
        }

        Assert.NotEqual(all[..17], all[17..34]);
        int[] part = new int[20];
        new ShuffledEpochs(17, new TrainingNoise(5)).Read(25, part);
        Assert.Equal(all[25..45], part);
    }

    [Fact]
    public void All_faults_of_settings_are_told_at_once_and_NaN_is_one()
    {
        var settings = new TrainingSettings { Steps = 0, LearningRate = double.NaN, Beta1 = 1, TimeFeatures = 7, MinimumTime = double.NaN };
        string message = Assert.Throws<ArgumentException>(() => settings.Checked()).Message;
        foreach (string name in new[] { "Steps", "LearningRate", "Beta1", "TimeFeatures", "MinimumTime", "WarmUp" })
        {
            Assert.Contains(name, message, StringComparison.Ordinal);
        }

        Assert.Empty(new TrainingSettings().Faults());
    }

    [Fact]
    public void A_team_does_every_piece_once_and_throws_the_failure_of_the_lowest_piece()
    {
        using var team = new WorkerTeam(3);
        int[] visits = new int[100];
        team.Run(100, (piece, _) => Interlocked.Increment(ref visits[piece]));
        Assert.All(visits, count => Assert.Equal(1, count));

        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => team.Run(50, (piece, _) =>
        {
            if (piece >= 20)
            {
                throw new InvalidOperationException($"{piece}");
            }
        }));
        Assert.Equal("20", failure.Message);

        team.Run(10, (piece, _) => Interlocked.Increment(ref visits[piece]));
        Assert.Equal(2, visits[9]);
    }
}

using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Tests.Launches;
using ScoreSde.Tests.Sampling;
using ScoreSde.Torch;
using ScoreSde.Torch.Noise;
using ScoreSde.Torch.Training;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

/// <summary>The loop over steps on small data: where it stops, what it tells, what it refuses, and that a run's moments are carried on, beside the managed trainer.</summary>
public sealed class TrainingLoopTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly DataSet Data = new(
        "drawn", [.. Enumerable.Range(0, 33).Select(static i => MathF.Cos(1.3f * i))], 3, new DataScaling(0.1, 0.7), [.. Enumerable.Range(0, 11).Select(static i => i % 4)], 4);

    // A large decay, rate and ε, so that each is seen above rounding.
    private static readonly TrainingSettings Settings = new()
    {
        Steps = 5,
        Batch = 6,
        Width = 8,
        Depth = 1,
        TimeFeatures = 4,
        WarmUp = 2,
        LearningRate = 0.05,
        WeightDecay = 0.5,
        Epsilon = 1e-2,
        GradientClip = 0.3,
        EmaDecay = 0.6,
        Parametrisation = Parametrisation.Data,
    };

    [TorchTheory]
    [InlineData(NoiseSource.Host, 0)]
    [InlineData(NoiseSource.Device, 4)]
    [InlineData(NoiseSource.Host, 100)]
    public void Steps_and_what_is_told_of_them_are_those_of_the_managed_trainer(NoiseSource source, int rowsAtOnce)
    {
        TrainingState expected = Start();
        TrainingState state = Start();
        var told = new List<TrainingProgress>();
        var toldHere = new List<TrainingProgress>();
        Trainer.Run(expected, Data, new TrainerOptions { Threads = 1, Progress = new Heard<TrainingProgress>(told.Add) });
        TorchTrainer.Run(state, Data, new TorchTrainerOptions { Noise = source, RowsAtOnce = rowsAtOnce, Progress = new Heard<TrainingProgress>(toldHere.Add) });
        AssertNear(expected, state);
        Assert.Equal([1, 2, 3, 4, 5], toldHere.Select(static progress => progress.Step));
        foreach ((TrainingProgress one, TrainingProgress other) in told.Zip(toldHere))
        {
            Assert.Equal((one.Step, one.Steps, one.LearningRate), (other.Step, other.Steps, other.LearningRate));
            Assert.Equal(one.Loss, other.Loss, 1e-5 * one.Loss);
            Assert.Equal(one.SmoothedLoss, other.SmoothedLoss, 1e-5 * one.SmoothedLoss);
            Assert.Equal(one.GradientNorm, other.GradientNorm, 1e-5 * one.GradientNorm);
        }
    }

    [TorchFact]
    public void A_run_that_continues_another_carries_its_moments_and_its_count_on()
    {
        TrainingState expected = Start();
        TrainingState state = Start();
        Trainer.Run(expected, Data, new TrainerOptions { Threads = 1 });
        TorchTrainer.Run(state, Data);
        expected = expected.Continue(Settings with { Seed = 3, Steps = 3 }, DataDescription.Of(Data));
        state = state.Continue(Settings with { Seed = 3, Steps = 3 }, DataDescription.Of(Data));
        Assert.Equal(5, state.StepsBefore);
        Trainer.Run(expected, Data, new TrainerOptions { Threads = 1 });
        TorchTrainer.Run(state, Data);
        AssertNear(expected, state);
    }

    [TorchTheory]
    [InlineData(0, 5)]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(5, 5)]
    [InlineData(9, 5)]
    public void It_ends_where_it_is_told_to(int until, int steps)
    {
        TrainingState state = Start();
        TorchTrainer.Run(state, Data, new TorchTrainerOptions { Until = until });
        Assert.Equal((steps, steps == 5), (state.Step, state.IsFinished));
        Assert.Equal(steps, state.Losses.Means.Count);

        // Nothing is left to do.
        float[] weights = [.. state.Network.Parameters[0].Values];
        TorchTrainer.Run(state, Data, new TorchTrainerOptions { Until = steps });
        Assert.Equal(steps, state.Step);
        Assert.Equal(weights, state.Network.Parameters[0].Values);
    }

    /// <summary>Rows and labels of each part of a batch are looked up by an operation each.</summary>
    [TorchTheory]
    [InlineData(0, 1)]
    [InlineData(1, 6)]
    [InlineData(4, 2)]
    [InlineData(6, 1)]
    [InlineData(7, 1)]
    public void No_more_rows_are_worked_on_at_once_than_is_asked_for(int rowsAtOnce, int parts)
    {
        TrainingState state = Start();
        using var recorded = new RecordedOperations();
        TorchTrainer.Run(state, Data, new TorchTrainerOptions { Until = 1, RowsAtOnce = rowsAtOnce, Noise = NoiseSource.Host });
        Assert.Equal(2 * parts, recorded.Kernels.Count(static name => name == "aten::index_select"));
    }

    [TorchFact]
    public void A_run_that_is_cancelled_ends_with_its_step_and_what_it_did_is_kept()
    {
        using var source = new CancellationTokenSource();
        TrainingState state = Start();
        TorchTrainer.Run(state, Data, new TorchTrainerOptions
        {
            Cancellation = source.Token,
            Progress = new Heard<TrainingProgress>(progress => Cancel(progress.Step)),
        });
        Assert.Equal(2, state.Step);
        TrainingState expected = Start();
        Trainer.Run(expected, Data, new TrainerOptions { Threads = 1, Until = 2 });
        AssertNear(expected, state);
        TorchTrainer.Run(state, Data, new TorchTrainerOptions { Cancellation = source.Token });
        Assert.Equal(2, state.Step);

        void Cancel(int step)
        {
            if (step == 2)
            {
                source.Cancel();
            }
        }
    }

    [TorchFact]
    public void Negative_numbers_and_other_data_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => TorchTrainer.Run(Start(), Data, new TorchTrainerOptions { Until = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => TorchTrainer.Run(Start(), Data, new TorchTrainerOptions { RowsAtOnce = -1 }));
        var other = new DataSet("other", [1, 2, 3, 4, 5, 6], 3, DataScaling.Identity, [0, 3], 4);
        Assert.StartsWith(
            "The training state is for drawn (11 rows of 3, 4 classes), not for other (2 rows of 3, 4 classes).",
            Assert.Throws<ArgumentException>(() => TorchTrainer.Run(Start(), other)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>The network of the state answers by its new weights: what was packed of the old is forgotten.</summary>
    [TorchFact]
    public void The_managed_network_knows_its_new_weights()
    {
        TrainingState state = Start();
        float[] before = Outputs();
        TorchTrainer.Run(state, Data);
        float[] after = Outputs();
        var fresh = new ScoreSde.Networks.ResidualMlp<float>(state.Network.Settings, 0);
        foreach ((ScoreSde.Networks.Parameter<float> to, ScoreSde.Networks.Parameter<float> from) in fresh.Parameters.Zip(state.Network.Parameters))
        {
            from.Values.CopyTo(to.Values, 0);
        }

        fresh.WeightsChanged();
        Assert.Equal(OutputsOf(fresh), after);
        Assert.NotEqual(before, after);

        float[] Outputs() => OutputsOf(state.Network);

        static float[] OutputsOf(ScoreSde.Networks.ResidualMlp<float> network)
        {
            var output = new float[6];
            network.Forward([1, -1, 0.5f, 2, 0, 1], 0.3, [1, 3], output, network.CreateWorkspace(2, training: false));
            return output;
        }
    }

    private static TrainingState Start() => TrainingState.Start(Settings, Process, DataDescription.Of(Data));

    private static void AssertNear(TrainingState expected, TrainingState state)
    {
        Assert.Equal(expected.Step, state.Step);
        Assert.Equal(expected.Losses.Smoothed, state.Losses.Smoothed, 1e-5);
        Assert.All(expected.Losses.Means.Zip(state.Losses.Means), static pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        for (int i = 0; i < expected.Average.Length; i++)
        {
            string name = expected.Network.Parameters[i].Name;
            Assert.True(OnTensors.Difference<float>(state.Network.Parameters[i].Values, expected.Network.Parameters[i].Values) <= 1e-5, name);
            Assert.True(OnTensors.Difference<float>(state.Average[i], expected.Average[i]) <= 1e-5, name);
            Assert.True(OnTensors.Difference<float>(state.FirstMoment[i], expected.FirstMoment[i]) <= 1e-5, name);
            Assert.True(OnTensors.Difference<float>(state.SecondMoment[i], expected.SecondMoment[i]) <= 1e-5, name);
        }
    }
}

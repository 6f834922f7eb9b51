using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Torch;
using ScoreSde.Torch.Noise;
using ScoreSde.Torch.Training;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

/// <summary>Runs on tensors beside the managed trainer's from the same start.</summary>
public sealed class TorchTrainerTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly DataSet Digits = DataSets.Open("digits");
    private static readonly TrainingSettings Settings = new()
    {
        Steps = 8,
        Batch = 50,
        Width = 24,
        Depth = 2,
        TimeFeatures = 8,
        WarmUp = 3,
        DataNoise = 0.05,
    };

    [TorchTheory]
    [InlineData(NoiseSource.Host, 0)]
    [InlineData(NoiseSource.Device, 0)]
    [InlineData(NoiseSource.Device, 7)]
    public void Weights_are_those_of_the_managed_trainer_to_rounding(NoiseSource noise, int rowsAtOnce) => Compare(Settings, noise, rowsAtOnce);

    /// <summary>Adam's ε stands above the rounding of a gradient, which it would else divide by itself in a weight that has hardly any.</summary>
    [TorchTheory]
    [InlineData(TrainingTimes.LogitNormal)]
    [InlineData(TrainingTimes.LogNormal)]
    [InlineData(TrainingTimes.Likelihood)]
    public void Under_every_law_of_times_too(TrainingTimes times) => Compare(Settings with { Times = times, Epsilon = 1e-4 }, NoiseSource.Host, 7);

    /// <summary>Its L_vlb is written a second time, on tensors; the managed gradient is its own.</summary>
    [TorchFact]
    public void With_variances_too() => Compare(Settings with { LearnsVariance = true, Epsilon = 1e-4 }, NoiseSource.Host, 7);

    private static void Compare(TrainingSettings settings, NoiseSource noise, int rowsAtOnce)
    {
        TrainingState expected = Start(settings);
        Trainer.Run(expected, Digits);
        TrainingState state = Start(settings);

        TorchTrainer.Run(state, Digits, new TorchTrainerOptions { Noise = noise, RowsAtOnce = rowsAtOnce });

        AssertNear(expected, state, 2e-5);
    }

    [TorchFact]
    public void A_run_goes_on_on_the_CPU_where_it_was_stopped_and_the_other_way_round()
    {
        TrainingState expected = Start();
        Trainer.Run(expected, Digits);
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            TrainingState state = Start();
            TorchTrainer.Run(state, Digits, new TorchTrainerOptions { Until = 3 });
            TrainingCheckpoint.Save(state, file);
            state = TrainingCheckpoint.Load(file);
            Trainer.Run(state, Digits, new TrainerOptions { Until = 5 });
            TrainingCheckpoint.Save(state, file);
            state = TrainingCheckpoint.Load(file);
            TorchTrainer.Run(state, Digits);
            AssertNear(expected, state, 2e-5);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TorchFact]
    public void Mixed_precision_learns_nearly_the_same()
    {
        TrainingState expected = Start();
        Trainer.Run(expected, Digits);
        TrainingState state = Start();

        TorchTrainer.Run(state, Digits, new TorchTrainerOptions { MixedPrecision = true });

        // bfloat16 has 8 bits: single products are off by 2⁻⁹, the mean loss of many by much less.
        Assert.Equal(expected.Losses.Smoothed, state.Losses.Smoothed, 0.01 * expected.Losses.Smoothed);
        Assert.NotEqual(expected.Losses.Smoothed, state.Losses.Smoothed, 1e-7);
    }

    [TorchFact]
    public void A_step_that_diverges_leaves_the_state_before_it_and_no_tensor()
    {
        TrainingState state = Start();
        TorchTrainer.Run(state, Digits, new TorchTrainerOptions { Until = 2 });
        state.Network.Parameters[0].Values[0] = float.PositiveInfinity;
        float kept = state.Network.Parameters[1].Values[0];
        long before = LiveTensors.Count();

        Assert.Throws<TrainingDivergedException>(() => TorchTrainer.Run(state, Digits));

        Assert.Equal(2, state.Step);
        Assert.Equal(kept, state.Network.Parameters[1].Values[0]);
        Assert.Equal(before, LiveTensors.Count());
    }

    [TorchFact]
    public void Steps_leave_no_tensor_behind()
    {
        TrainingState state = Start(Settings with { Steps = 200 });
        var counts = new HashSet<long>();
        TorchTrainer.Run(state, Digits, new TorchTrainerOptions { Until = 1 });
        long before = LiveTensors.Count();

        TorchTrainer.Run(
            state, Digits, new TorchTrainerOptions { Progress = new Sampling.Heard<TrainingProgress>(_ => counts.Add(Tensor.TotalCount)) });

        Assert.Single(counts);

        // All that a run holds is given back at its end, not left to the collector.
        Assert.Equal(before, Tensor.TotalCount);
    }

    [TorchFact]
    public void Other_data_is_refused() =>
        Assert.Throws<ArgumentException>(() => TorchTrainer.Run(Start(), DataSets.Open("mixture8")));

    private static TrainingState Start(TrainingSettings? settings = null) =>
        TrainingState.Start(settings ?? Settings, Process, DataDescription.Of(Digits));

    private static void AssertNear(TrainingState expected, TrainingState state, double tolerance)
    {
        Assert.Equal(expected.Step, state.Step);
        Assert.Equal(expected.Losses.Smoothed, state.Losses.Smoothed, tolerance);
        for (int i = 0; i < expected.Average.Length; i++)
        {
            string name = expected.Network.Parameters[i].Name;
            Assert.True(OnTensors.Difference<float>(state.Network.Parameters[i].Values, expected.Network.Parameters[i].Values) <= tolerance, name);
            Assert.True(OnTensors.Difference<float>(state.Average[i], expected.Average[i]) <= tolerance, name);
            Assert.True(OnTensors.Difference<float>(state.FirstMoment[i], expected.FirstMoment[i]) <= tolerance, name);
            Assert.True(OnTensors.Difference<float>(state.SecondMoment[i], expected.SecondMoment[i]) <= tolerance, name);
        }
    }
}

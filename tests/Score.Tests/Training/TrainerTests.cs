using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

public sealed class TrainerTests
{
    // x₀ ~ N(0, s² I): the best ε is σ x/(α² s² + σ²), its loss per number α² s²/(α² s² + σ²).
    [Theory]
    [InlineData(Parametrisation.Noise, LossWeighting.Uniform)]
    [InlineData(Parametrisation.Velocity, LossWeighting.Velocity)]
    [InlineData(Parametrisation.Data, LossWeighting.MinSnr)]
    public void On_Gaussian_data_the_loss_at_each_time_falls_to_the_known_optimum(Parametrisation parametrisation, LossWeighting weighting)
    {
        const double s = 0.5;
        DataSet data = Gaussian(4096, s, seed: 1);
        DataSet fresh = Gaussian(4096, s, seed: 2);
        var settings = new TrainingSettings
        {
            Steps = 300, Batch = 128, Width = 16, Depth = 1, TimeFeatures = 16, LearningRate = 5e-3, WarmUp = 10, EmaDecay = 0.98,
            Parametrisation = parametrisation, Weighting = weighting, Seed = 3,
        };
        double[] times = [0.1, 0.3, 0.5, 0.8];
        TrainingState state = Runs.Start(settings, data);
        Trainer.Run(state, data, new TrainerOptions { Threads = 1 });
        double[] losses = DenoisingError.Measure(
            state.AverageNetwork(), parametrisation, Runs.Process, fresh, times, draws: 2, seed: 5);

        for (int i = 0; i < times.Length; i++)
        {
            NoiseLevel level = Runs.Process.At(times[i]);
            double signal = level.MeanScale * level.MeanScale * s * s;
            double best = signal / (signal + level.Variance);

            // The mean of 16384 squares of normals has a relative standard deviation of 1.1 %: 5 of them up and down, and
            // an excess ‖ε_θ − ε*‖²/d of at most 0.002 for what 300 steps leave to be learned.
            Assert.InRange(losses[i], best * 0.945, (best * 1.055) + 0.002);
        }
    }

    [Fact]
    public void The_reported_loss_of_a_network_that_says_0_is_that_of_the_noise_itself()
    {
        // The first ε_θ is 0, so the loss is the mean of ε² over batch · dimension = 8320 numbers: 1 ± 5 · √(2/8320).
        TrainingState state = Runs.Start(Runs.Settings with { Parametrisation = Parametrisation.Noise, Weighting = LossWeighting.Uniform });
        double loss = double.NaN;
        Trainer.Run(state, Runs.Labelled, new TrainerOptions { Threads = 1, Until = 1, Progress = new First(value => loss = value.Loss) });
        Assert.InRange(loss, 1 - (5 * Math.Sqrt(2.0 / 8320)), 1 + (5 * Math.Sqrt(2.0 / 8320)));
        Assert.Equal(loss, state.Losses.Smoothed);
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_the_run_and_leaves_the_weights_of_the_step_before()
    {
        TrainingState state = Runs.Start();
        Trainer.Run(state, Runs.Labelled, new TrainerOptions { Threads = 1, Until = 2 });
        state.Network.Parameters[0].Values[5] = float.PositiveInfinity;
        state.Network.WeightsChanged();
        int[] before = [.. Runs.Bits(state)];

        TrainingDivergedException exception = Assert.Throws<TrainingDivergedException>(
            () => Trainer.Run(state, Runs.Labelled, new TrainerOptions { Threads = 2, Until = 3 }));

        Assert.Equal(2, exception.Step);
        Assert.Contains("training step 3 is not finite", exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, state.Step);
        Assert.Equal(before, Runs.Bits(state));
    }

    [Fact]
    public void Data_that_the_state_was_not_made_for_are_refused()
    {
        TrainingState state = Runs.Start();
        Assert.Throws<ArgumentException>(() => Trainer.Run(state, Digits.Load()));
    }

    [Fact]
    public void A_step_allocates_nothing_within_an_epoch()
    {
        TrainingState state = Runs.Start(Runs.Settings with { Batch = 70, Steps = 100 });
        using var team = new WorkerTeam(1);
        var step = new TrainingStep(state, Runs.Labelled, team);
        step.Run();
        step.Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        step.Run();
        step.Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static DataSet Gaussian(int count, double deviation, ulong seed)
    {
        var values = new float[count * 2];
        new TrainingNoise(seed).Normal(TrainingStream.Noise, 0, 0, values, 2, deviation, add: false);
        return new DataSet("gaussian", values, 2, DataScaling.Identity);
    }

    private sealed class First(Action<TrainingProgress> then) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => then(value);
    }
}

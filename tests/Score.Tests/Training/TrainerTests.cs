using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

public sealed class TrainerTests
{
    // x₀ ~ N(0, s² I): the best ε is σ x/(α² s² + σ²), its loss per number α² s²/(α² s² + σ²).
    [Theory]
    [Trait("Category", "Once")]
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
            Steps = 300,
            Batch = 128,
            Width = 16,
            Depth = 1,
            TimeFeatures = 16,
            LearningRate = 5e-3,
            WarmUp = 10,
            EmaDecay = 0.98,
            Parametrisation = parametrisation,
            Weighting = weighting,
            Seed = 3,
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
    public void Noise_added_to_the_data_is_learned_as_part_of_it()
    {
        // All rows are 0, so that the law learned is N(0, 0.5² I).
        var zeros = new DataSet("zeros", new float[200], 2, DataScaling.Identity);
        var settings = new TrainingSettings
        {
            Steps = 250,
            Batch = 64,
            Width = 8,
            Depth = 1,
            TimeFeatures = 16,
            LearningRate = 5e-3,
            WarmUp = 10,
            EmaDecay = 0.98,
            DataNoise = 0.5,
        };
        TrainingState state = Runs.Start(settings, zeros);
        Trainer.Run(state, zeros, new TrainerOptions { Threads = 1 });
        double loss = DenoisingError.Measure(
            state.AverageNetwork(), settings.Parametrisation, Runs.Process, Gaussian(4096, 0.5, seed: 2), [0.3], draws: 2, seed: 5)[0];
        NoiseLevel level = Runs.Process.At(0.3);
        double signal = level.MeanScale * level.MeanScale * 0.25;
        double best = signal / (signal + level.Variance);
        Assert.InRange(loss, best * 0.945, (best * 1.055) + 0.002);
    }

    [Fact]
    public void Labels_are_learned_with_their_rows()
    {
        // Class 0 is the point (1, 1), class 1 the point (−1, −1): with its label a row is known, without it is not.
        float[] values = [.. Enumerable.Range(0, 200).Select(i => i / 2 % 2 == 0 ? 1f : -1f)];
        int[] labels = [.. Enumerable.Range(0, 100).Select(i => i % 2)];
        var data = new DataSet("points", values, 2, DataScaling.Identity, labels, 2);
        var swapped = new DataSet("points", values, 2, DataScaling.Identity, [.. labels.Select(label => 1 - label)], 2);
        var settings = new TrainingSettings
        {
            Steps = 250,
            Batch = 64,
            Width = 16,
            Depth = 1,
            TimeFeatures = 16,
            LearningRate = 5e-3,
            WarmUp = 10,
            EmaDecay = 0.98,
        };
        TrainingState state = Runs.Start(settings, data);
        Trainer.Run(state, data, new TrainerOptions { Threads = 1 });
        double Error(DataSet judged) => DenoisingError.Measure(
            state.AverageNetwork(), settings.Parametrisation, Runs.Process, judged, [0.6], draws: 4, seed: 5)[0];

        // A wrong label misplaces x₀ by 2 in each coordinate: an error of (2α/σ)² = 0.11.
        Assert.InRange(Error(data), 0, 0.01);
        Assert.InRange(Error(swapped), 0.05, 0.2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Label_dropout_trains_the_row_for_no_label_in_the_place_of_the_label(double dropout)
    {
        TrainingState state = Runs.Start(Runs.Settings with { LabelDropout = dropout });
        Trainer.Run(state, Runs.Labelled, new TrainerOptions { Threads = 1, Until = 2 });
        int index = state.Network.Parameters.ToList().FindIndex(parameter => parameter.Name == "class.weight");
        float[] moments = state.FirstMoment[index];
        int labels = Runs.Labelled.Classes * Runs.Settings.Width;
        Assert.Equal(dropout < 1, moments.AsSpan(0, labels).ContainsAnyExcept(0f));
        Assert.Equal(dropout > 0, moments.AsSpan(labels).ContainsAnyExcept(0f));
    }

    [Fact]
    public void Weight_decay_shrinks_matrices_and_leaves_biases_alone()
    {
        TrainingState with = Runs.Start(Runs.Settings with { WeightDecay = 10 });
        TrainingState without = Runs.Start(Runs.Settings with { WeightDecay = 0 });
        Trainer.Run(with, Runs.Labelled, new TrainerOptions { Threads = 1, Until = 1 });
        Trainer.Run(without, Runs.Labelled, new TrainerOptions { Threads = 1, Until = 1 });
        for (int i = 0; i < with.Average.Length; i++)
        {
            // The output layer and the skip begin at 0, where decay does nothing.
            string name = with.Network.Parameters[i].Name;
            bool same = name.EndsWith("bias", StringComparison.Ordinal) || name is "output.weight" or "skip.weight";
            Assert.Equal(same, with.Network.Parameters[i].Values.AsSpan().SequenceEqual(without.Network.Parameters[i].Values));
        }
    }

    [Fact]
    public void After_the_first_step_the_average_has_gone_nine_tenths_of_the_way()
    {
        TrainingState start = Runs.Start();
        TrainingState state = Runs.Start();
        Trainer.Run(state, Runs.Labelled, new TrainerOptions { Threads = 1, Until = 1 });
        for (int i = 0; i < state.Average.Length; i++)
        {
            float[] before = start.Average[i], now = state.Network.Parameters[i].Values, average = state.Average[i];
            Assert.All(Enumerable.Range(0, now.Length), j => Assert.Equal(before[j] + (0.9 * (now[j] - before[j])), average[j], 1e-7 * (1 + Math.Abs(now[j]))));
        }
    }

    [Fact]
    public void A_gradient_longer_than_the_clip_enters_the_optimiser_with_the_length_of_the_clip()
    {
        TrainingState state = Runs.Start(Runs.Settings with { GradientClip = 0.01 });
        double norm = double.NaN;
        Trainer.Run(state, Runs.Labelled, new TrainerOptions { Threads = 1, Until = 1, Progress = new First(value => norm = value.GradientNorm) });
        Assert.InRange(norm, 0.1, 100);
        double first = Math.Sqrt(state.FirstMoment.Sum(values => values.Sum(value => (double)value * value)));
        Assert.Equal((1 - state.Settings.Beta1) * 0.01, first, 1e-8);
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

    /// <summary>
    /// The least of three runs: what a step allocates it allocates in each, where the runtime may load a type in the first.
    /// </summary>
    [Fact]
    public void A_step_allocates_nothing_within_an_epoch()
    {
        long[] allocated = [.. Enumerable.Range(0, 3).Select(static _ =>
        {
            TrainingState state = Runs.Start(Runs.Settings with { Batch = 70, Steps = 100 });
            using var team = new WorkerTeam(1);
            var step = new TrainingStep(state, Runs.Labelled, team);
            step.Run();
            step.Run();
            long before = GC.GetAllocatedBytesForCurrentThread();
            step.Run();
            step.Run();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        })];
        Assert.Equal(0, allocated.Min());
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

using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Torch;
using ScoreSde.Torch.Training;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

/// <summary>What a run of a U-Net carries, writes, reads and refuses.</summary>
public sealed class UNetRunTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly DataSet Data = new(
        "drawn",
        [.. Enumerable.Range(0, 5 * 24).Select(static i => MathF.Sin(1.1f * i))],
        24,
        new DataScaling(0.25, 0.5),
        [.. Enumerable.Range(0, 5).Select(static i => i % 3)],
        3,
        new ImageShape(2, 4, 3));

    private static readonly UNetSettings Network = new(new ImageShape(2, 4, 3), 4, [1, 2], 1, [1], 2, 4, 3);
    private static readonly TrainingSettings Settings = new() { Steps = 3, Batch = 4, WarmUp = 1, TimeFeatures = 4, Seed = 9, LearningRate = 0.01, Parametrisation = Parametrisation.Velocity };

    [TorchFact]
    public void A_run_begins_with_what_it_was_given()
    {
        UNetTraining run = Start();
        Assert.Equal((0, null, false), (run.Step, run.StepsBefore, run.IsFinished));
        Assert.Same(Network, run.Network);
        Assert.Same(Settings, run.Settings);
        Assert.Same(Process, run.Process);
        Assert.Equal(DataDescription.Of(Data), run.Data);
        Assert.Equal(UNetMemory.ParameterCount(Network), run.ParameterCount);
        Assert.Equal(run.Weights.Select(static array => array.Length), run.FirstMoment.Select(static array => array.Length));
        Assert.All(run.Weights.Zip(run.Average), static pair => Assert.Equal(pair.First, pair.Second));
        Assert.All(run.Weights.Zip(run.Average), static pair => Assert.NotSame(pair.First, pair.Second));
        Assert.All(run.FirstMoment.Concat(run.SecondMoment), static array => Assert.All(array, static value => Assert.Equal(0, value)));
        Assert.All(run.Weights.Zip(Start(Settings with { Batch = 3 }).Weights), static pair => Assert.Equal(pair.First, pair.Second));
        Assert.NotEqual(run.Weights[0], Start(Settings with { Seed = 10 }).Weights[0]);
        Assert.Equal(1, run.Losses.BlockSteps);
    }

    [TorchFact]
    public void What_does_not_fit_is_refused()
    {
        DataDescription data = DataDescription.Of(Data);
        const string Shape = "The network's pictures and classes are not those of drawn (5 rows of 24, 3 classes).";
        Refused(Shape, () => UNetTraining.Start(Network with { Image = new ImageShape(4, 2, 3) }, Settings, Process, data));
        Refused(Shape, () => UNetTraining.Start(Network with { Classes = 2 }, Settings, Process, data));
        Refused(Shape, () => UNetTraining.Start(Network, Settings, Process, data with { Image = null }));
        const string Output = "The settings are for a network with another output.";
        Refused(Output, () => UNetTraining.Start(Network with { LearnsVariance = true }, Settings, Process, data));
        Refused(Output, () => UNetTraining.Start(Network, Settings with { LearnsVariance = true }, Process, data));
        Assert.Throws<ArgumentException>(() => UNetTraining.Start(Network with { Groups = 3 }, Settings, Process, data));
        Assert.Throws<ArgumentException>(() => UNetTraining.Start(Network, Settings with { Batch = 0 }, Process, data));

        UNetTraining run = Start();
        Refused(Output, () => run.Continue(Settings with { LearnsVariance = true }, data));
        Refused(Output, () => run.Continue(Settings with { Parametrisation = Parametrisation.Noise }, data));
        Refused("The network is for drawn (5 rows of 24, 3 classes), 'few' has few (5 rows of 24, 2 classes).", () => run.Continue(Settings, data with { Name = "few", Classes = 2 }));
        Refused("The network is for drawn (5 rows of 24, 3 classes), 'drawn' has drawn (5 rows of 24, 3 classes).", () => run.Continue(Settings, data with { Image = new ImageShape(4, 2, 3) }));
        Assert.Throws<ArgumentException>(() => run.Continue(Settings with { Batch = 0 }, data));
        Refused(Output, () => UNetTraining.From(run.ToCheckpoint(), Settings with { Parametrisation = Parametrisation.Noise }, data));
        Assert.Throws<ArgumentNullException>(() => UNetTraining.From(null!, Settings, data));
        var other = new DataSet("other", new float[48], 24, DataScaling.Identity, [0, 1], 3, new ImageShape(2, 4, 3));
        Refused("The training run is for drawn (5 rows of 24, 3 classes), not for other (2 rows of 24, 3 classes).", () => run.Run(other));

        static void Refused(string sentence, Action action) => Assert.StartsWith(sentence, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void A_file_holds_all_that_the_run_carries()
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            UNetTraining run = Start().Continue(Settings, DataDescription.Of(Data));
            Assert.Equal(0, run.StepsBefore);
            run.Run(Data, new TorchTrainerOptions { Until = 2 });
            Assert.Equal((2, false), (run.Step, run.IsFinished));
            float[][][] sets = [run.Weights, run.Average, run.FirstMoment, run.SecondMoment];

            // Four sets that differ from one another.
            Assert.All(sets.Index(), one => Assert.All(sets.Index(), other => Assert.Equal(one.Index == other.Index, one.Item[^2].SequenceEqual(other.Item[^2]))));
            run.Save(file);
            UNetTraining back = UNetTraining.Load(file);
            Assert.Equal((2, 0), (back.Step, back.StepsBefore));
            Assert.Equal((run.Settings, run.Process, run.Data), (back.Settings, back.Process, back.Data));
            Assert.Equal((run.Network.Image, run.Network.Channels, run.Network.Groups, run.Network.TimeFeatures, run.Network.Classes), (back.Network.Image, back.Network.Channels, back.Network.Groups, back.Network.TimeFeatures, back.Network.Classes));
            Assert.Equal((run.Losses.Smoothed, 2), (back.Losses.Smoothed, back.Losses.Means.Count));
            float[][][] read = [back.Weights, back.Average, back.FirstMoment, back.SecondMoment];
            Assert.All(sets.Zip(read), static pair => Assert.All(pair.First.Zip(pair.Second), static arrays => Assert.Equal(arrays.First, arrays.Second)));

            // The averaged weights are the network.
            UNetCheckpoint network = UNetCheckpoint.Load(file);
            Assert.All(network.Weights.Zip(run.Average), static pair => Assert.Equal(pair.Second, pair.First));
            Assert.Equal(2, network.Step);
            UNetCheckpoint made = run.ToCheckpoint();
            Assert.All(made.Weights.Zip(run.Average), static pair => Assert.Equal(pair.Second, pair.First));
            Assert.Equal((2, Settings, Parametrisation.Velocity), (made.Step, made.Training, made.Parametrisation));
            made.Save(file);
            Assert.Equal(
                $"{file}: cannot be resumed: it holds a network, but not the optimiser's state.", Assert.Throws<CheckpointException>(() => UNetTraining.Load(file)).Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TorchFact]
    public void A_file_with_a_stranger_or_a_negative_square_is_refused()
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            UNetTraining run = Start();
            run.SecondMoment[^1][^1] = -1e-9f;
            run.Save(file);
            Assert.Equal($"{file}: cannot be resumed: a mean of squares of its optimiser is negative.", Assert.Throws<CheckpointException>(() => UNetTraining.Load(file)).Message);
            run.SecondMoment[^1][^1] = 0;
            run.Save(file);
            Assert.Equal(0, UNetTraining.Load(file).Step);
            TensorFile content = TensorReader.Read(file);
            TensorWriter.Write(file, new TensorFile([.. content.Tensors, new ScoreSde.Checkpoints.Tensor("strange.weight", [1], new float[1].AsSpan())], content.Metadata));
            Assert.Contains("strange.weight", Assert.Throws<CheckpointException>(() => UNetTraining.Load(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The scaling of what is known to the network stays; arrays are copies.</summary>
    [TorchFact]
    public void A_new_run_has_copies_and_the_scaling_of_the_old()
    {
        UNetTraining first = Start();
        first.Run(Data);
        Assert.True(first.IsFinished);
        DataDescription other = DataDescription.Of(Data) with { Name = "other", Count = 9, Scaling = new DataScaling(7, 3) };
        UNetTraining next = first.Continue(Settings with { Seed = 5, Steps = 250 }, other);
        Assert.Equal((0, 3), (next.Step, next.StepsBefore));
        Assert.Equal(("other", 9, new DataScaling(0.25, 0.5)), (next.Data.Name, next.Data.Count, next.Data.Scaling));
        Assert.Equal((5UL, 3), (next.Settings.Seed, next.Losses.BlockSteps));
        Assert.Empty(next.Losses.Means);
        (float[][] From, float[][] To)[] sets = [(first.Weights, next.Weights), (first.Average, next.Average), (first.FirstMoment, next.FirstMoment), (first.SecondMoment, next.SecondMoment)];
        Assert.All(sets, static pair => Assert.All(pair.From.Zip(pair.To), static arrays => Assert.Equal(arrays.First, arrays.Second)));
        Assert.All(sets, static pair => Assert.All(pair.From.Zip(pair.To), static arrays => Assert.NotSame(arrays.First, arrays.Second)));
        Assert.Equal(3, next.Continue(Settings, other).StepsBefore);

        UNetCheckpoint model = first.ToCheckpoint();
        UNetTraining from = UNetTraining.From(model, Settings, other);
        Assert.Equal((0, 0, new DataScaling(0.25, 0.5)), (from.Step, from.StepsBefore, from.Data.Scaling));
        Assert.All(from.Weights.Zip(model.Weights), static pair => Assert.NotSame(pair.First, pair.Second));
        Assert.All(from.Weights.Zip(model.Weights), static pair => Assert.Equal(pair.First, pair.Second));
        Assert.All(from.Average.Zip(model.Weights), static pair => Assert.Equal(pair.First, pair.Second));
        Assert.All(from.FirstMoment.Concat(from.SecondMoment), static array => Assert.All(array, static value => Assert.Equal(0, value)));
    }

    /// <summary>Two steps in one go or in two, and a second run after a first with its count of steps: the weights are the same to rounding.</summary>
    [TorchFact]
    public void A_run_in_two_parts_is_one()
    {
        // Where a gradient is zero but for rounding, Adam would make a step of it.
        TrainingSettings settings = Settings with { Epsilon = 1e-2 };
        UNetTraining whole = Start(settings);
        UNetTraining parts = Start(settings);
        whole.Run(Data);
        parts.Run(Data, new TorchTrainerOptions { Until = 1, RowsAtOnce = 3 });
        parts.Run(Data);
        float[][][] sets = [whole.Weights, whole.Average, whole.FirstMoment, whole.SecondMoment];
        float[][][] others = [parts.Weights, parts.Average, parts.FirstMoment, parts.SecondMoment];
        foreach ((float[][] one, float[][] other) in sets.Zip(others))
        {
            Assert.All(one.Zip(other), static pair => Assert.InRange(OnTensors.Difference<float>(pair.Second, pair.First), 0, 1e-4));
        }
    }

    private static UNetTraining Start(TrainingSettings? settings = null) => UNetTraining.Start(Network, settings ?? Settings, Process, DataDescription.Of(Data));
}

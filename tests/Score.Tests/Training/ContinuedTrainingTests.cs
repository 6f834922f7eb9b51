using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Tests.Data;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

/// <summary>A run that begins with what another has learned.</summary>
public sealed class ContinuedTrainingTests
{
    private static readonly TrainerOptions OneThread = new() { Threads = 1 };

    [Fact]
    public void With_the_same_settings_a_continued_run_is_the_first_one_prolonged()
    {
        // A constant rate without warm-up, a full batch and one epoch a step make the steps alike but for their number.
        TrainingSettings settings = Runs.Settings with { WarmUp = 0, Decay = LearningRateDecay.Constant, Steps = 10 };
        TrainingState first = Runs.Start(settings);
        Trainer.Run(first, Runs.Labelled, OneThread);
        TrainingState second = first.Continue(settings with { Seed = 77 }, DataDescription.Of(Runs.Labelled));
        Assert.Equal((0, 10), (second.Step, second.StepsBefore));
        Assert.Equal(Runs.Bits(first), Runs.Bits(second));
        Trainer.Run(second, Runs.Labelled, OneThread with { Until = 1 });

        // Adam's first step after ten others: with the count begun anew its moments would be taken ten times too large.
        double change = Distance(first.Network.Parameters[0].Values, second.Network.Parameters[0].Values);
        Trainer.Run(second, Runs.Labelled, OneThread with { Until = 2 });
        Assert.InRange(change, 1e-6, settings.LearningRate * Math.Sqrt(first.Network.Parameters[0].Values.Length) * 1.2);
        Assert.NotEqual(Runs.Bits(first), Runs.Bits(second));
    }

    [Fact]
    public void The_moments_of_the_first_run_are_taken_at_their_count()
    {
        TrainingSettings settings = Runs.Settings with { WarmUp = 0, Decay = LearningRateDecay.Constant, Steps = 6, LearningRate = 1e-4 };
        TrainingState first = Runs.Start(settings);
        Trainer.Run(first, Runs.Labelled, OneThread);

        // Adam by hand on one weight, from the moments as they stand and k = 7.
        TrainingState second = first.Continue(settings, DataDescription.Of(Runs.Labelled));
        float weight = second.Network.Parameters[0].Values[3];
        Trainer.Run(second, Runs.Labelled, OneThread with { Until = 1 });
        double m = second.FirstMoment[0][3];
        double v = second.SecondMoment[0][3];
        double decay = 1 - (settings.LearningRate * settings.WeightDecay);
        double expected = (weight * decay) - (settings.LearningRate * (m / (1 - Math.Pow(0.9, 7))) / (Math.Sqrt(v / (1 - Math.Pow(0.999, 7))) + settings.Epsilon));
        Assert.Equal(expected, second.Network.Parameters[0].Values[3], 1e-7);
    }

    [Fact]
    public void From_a_network_alone_the_optimiser_is_new_and_the_average_is_the_network()
    {
        TrainingState first = Runs.Start(Runs.Settings with { Steps = 5 });
        Trainer.Run(first, Runs.Labelled, OneThread);
        TrainingState second = Checkpoint.Of(first).Continue(Runs.Settings with { Steps = 5 }, DataDescription.Of(Runs.Labelled));
        Assert.Equal(0, second.StepsBefore);
        Assert.Equal(first.Average.SelectMany(values => values), second.Network.Parameters.SelectMany(parameter => parameter.Values));
        Assert.Equal(first.Average.SelectMany(values => values), second.Average.SelectMany(values => values));
        Assert.All(second.SecondMoment, moments => Assert.All(moments, moment => Assert.Equal(0, moment)));
        Trainer.Run(second, Runs.Labelled, OneThread);
    }

    [Fact]
    public void A_continued_run_is_resumed_to_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("run");
        TrainingState first = Runs.Start(Runs.Settings with { Steps = 5 });
        Trainer.Run(first, Runs.Labelled, OneThread);
        TrainingState Next() => first.Continue(Runs.Settings with { Steps = 8 }, DataDescription.Of(Runs.Labelled));
        TrainingState whole = Next();
        Trainer.Run(whole, Runs.Labelled, OneThread);
        TrainingState half = Next();
        Trainer.Run(half, Runs.Labelled, OneThread with { Until = 3 });
        TrainingCheckpoint.Save(half, path);
        Assert.Equal((3, 8), TrainingCheckpoint.StoppedAt(path));
        TrainingState resumed = TrainingCheckpoint.Load(path);
        Assert.Equal(5, resumed.StepsBefore);
        Trainer.Run(resumed, Runs.Labelled, OneThread);
        Assert.Equal(Runs.Bits(whole), Runs.Bits(resumed));
    }

    [Fact]
    public void Other_data_is_seen_in_the_units_of_the_network()
    {
        TrainingState first = Runs.Start();
        DataSet other = Runs.Labelled.Select([1, 2, 3], "three").WithScaling(new DataScaling(100, 3));
        Assert.Equal(first.Data.Scaling, first.Continue(Runs.Settings, DataDescription.Of(other)).Data.Scaling);
    }

    [Fact]
    public void Another_shape_is_refused()
    {
        TrainingState first = Runs.Start();
        Assert.Throws<ArgumentException>(() => first.Continue(Runs.Settings with { Width = 17 }, first.Data));
        Assert.Throws<ArgumentException>(() => first.Continue(Runs.Settings, first.Data with { Dimension = 3 }));
        Assert.Throws<ArgumentException>(() => first.Continue(Runs.Settings, first.Data with { Classes = 3 }));
    }

    private static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Sum());
}

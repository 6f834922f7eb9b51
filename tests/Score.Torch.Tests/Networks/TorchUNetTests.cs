using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Torch;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Training;
using ScoreSde.Training;

namespace ScoreSde.Tests.Networks;

public sealed class TorchUNetTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly DataSet Pictures = DataSets.Open("digits");
    private static readonly UNetSettings Small = new(new ImageShape(8, 8), 8, [1, 2], 1, [1], 4, 4, 10);
    private static readonly TrainingSettings Settings = new() { Steps = 4, Batch = 6, WarmUp = 1, TimeFeatures = 4 };

    public TorchUNetTests() => torch.manual_seed(1);

    [TorchFact]
    public void The_first_prediction_is_0_and_a_row_depends_on_its_own_picture_level_and_label_alone()
    {
        using TorchUNet network = new(Small, 3, torch.float64, torch.CPU);
        using Tensor x = torch.randn(3, 64, torch.float64);
        using Tensor labels = torch.tensor([1L, 10L, 4L]);
        using Tensor features = network.Features(-1, 0.5, 2);
        using Tensor zero = network.Forward(x, features, labels);
        Assert.All(OnTensors.Values<double>(zero), value => Assert.Equal(0, value));

        Shake(network);
        using Tensor all = network.Forward(x, features, labels);
        for (int row = 0; row < 3; row++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            Tensor one = network.Forward(x.narrow(0, row, 1), features.narrow(0, row, 1), labels.narrow(0, row, 1));
            Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(one), OnTensors.Values<double>(all[row])), 0, 1e-12);
            Tensor other = network.Forward(x.narrow(0, row, 1), features.narrow(0, (row + 1) % 3, 1), labels.narrow(0, row, 1));
            Assert.True(OnTensors.Difference<double>(OnTensors.Values<double>(other), OnTensors.Values<double>(one)) > 1e-6);
            Tensor unlabelled = network.Forward(x.narrow(0, row, 1), features.narrow(0, row, 1), null);
            Assert.Equal(row == 1, OnTensors.Difference<double>(OnTensors.Values<double>(unlabelled), OnTensors.Values<double>(one)) < 1e-12);
        }
    }

    [TorchFact]
    public void Gradients_are_those_of_finite_differences_for_every_parameter()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchUNet network = new(Small, 3, torch.float64, torch.CPU);
        Shake(network);
        Tensor x = torch.randn(2, 64, torch.float64);
        Tensor direction = torch.randn(2, 64, torch.float64);
        Tensor labels = torch.tensor([1L, 10L]);
        Tensor features = network.Features(-1, 0.5);
        network.Weights.RequireGradients(true);
        Loss().backward();
        foreach ((string name, Tensor value) in network.Parameters)
        {
            // Of the class table only the rows of labels 1 and 10 matter: the last number is in the last of them.
            int last = (int)value.NumberOfElements - 1;
            double gradient = OnTensors.Values<double>(value.grad!)[last];
            Assert.True(Math.Abs(Slope(value, last) - gradient) <= 1e-6 * (1 + Math.Abs(gradient)), $"{name}: {Slope(value, last)} and {gradient}");
            Assert.True(gradient != 0, name);
        }

        Tensor Loss() => (network.Forward(x, features, labels) * direction).sum();

        double Slope(Tensor parameter, int index)
        {
            using DisposeScope inner = torch.NewDisposeScope();
            using IDisposable noGradients = torch.no_grad();
            Tensor number = parameter.view(-1)[index];
            number.add_(1e-5);
            double above = Loss().item<double>();
            number.add_(-2e-5);
            double below = Loss().item<double>();
            number.add_(1e-5);
            return (above - below) / 2e-5;
        }
    }

    [TorchFact]
    public void Mixed_precision_is_near()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchUNet network = new(Small, 3, torch.float32, torch.CPU);
        Shake(network);
        Tensor x = torch.randn(2, 64);
        Tensor features = network.Features(-1, 0.5);
        Tensor expected = network.Forward(x, features, null);
        network.MixedPrecision = true;
        Tensor mixed = network.Forward(x, features, null);
        double error = (mixed - expected).norm().item<float>() / expected.norm().item<float>();

        // A dozen layers of bfloat16, off by 2⁻⁹ = 0.002 each.
        Assert.InRange(error, 1e-5, 0.05);
    }

    [TorchFact]
    public void A_run_that_was_stopped_saved_and_resumed_gives_the_weights_of_an_unbroken_one()
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            UNetTraining whole = Start();
            whole.Run(Pictures);
            UNetTraining run = Start();
            run.Run(Pictures, new TorchTrainerOptions { Until = 2, RowsAtOnce = 4 });
            run.Save(file);
            run = UNetTraining.Load(file);
            Assert.Equal(2, run.Step);
            run.Run(Pictures);

            Assert.True(run.IsFinished);
            Assert.True(run.Losses.Smoothed < 1.2 && run.Losses.Smoothed > 0.2);
            for (int i = 0; i < run.Weights.Length; i++)
            {
                Assert.InRange(OnTensors.Difference<float>(run.Average[i], whole.Average[i]), 0, 2e-5);
            }

            run.ToCheckpoint().Save(file);
            UNetCheckpoint back = UNetCheckpoint.Load(file);
            Assert.Equal((run.Process, run.Data, run.Step), (back.Process, back.Data, back.Step));
            using TorchUNet network = TorchUNet.Of(back, torch.float32, torch.CPU);
            float[][] weights = network.Weights.Read(network.Weights.Flat);
            Assert.All(weights.Zip(run.Average), pair => Assert.Equal(pair.Second, pair.First));
            Assert.Contains("U-Net", Assert.Throws<CheckpointException>(() => Checkpoint.Load(file)).Message, StringComparison.Ordinal);
            Assert.Contains("optimiser", Assert.Throws<CheckpointException>(() => UNetTraining.Load(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TorchFact]
    public void All_faults_of_a_shape_are_told_at_once()
    {
        UNetSettings wrong = Small with { Image = new ImageShape(9, 8), Groups = 3, AttentionLevels = [2] };
        ArgumentException fault = Assert.Throws<ArgumentException>(() => wrong.Checked());
        Assert.Equal(3, wrong.Faults().Count);
        Assert.All(wrong.Faults(), sentence => Assert.Contains(sentence, fault.Message, StringComparison.Ordinal));
    }

    [TorchFact]
    public void Names_are_documented()
    {
        var layout = new UNetLayout(UNetSettings.For(new ImageShape(28, 28), 10));
        string[] names = [.. layout.Entries.Select(entry => entry.Name)];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Contains("down.2.attention.1.qkv.weight", names);
        Assert.Contains("up.0.blocks.2.skip.weight", names);
        Assert.Contains("middle.1.output.bias", names);
        Assert.DoesNotContain("down.2.sample.weight", names);
    }

    [TorchFact]
    public void A_new_run_goes_on_with_a_network_or_with_a_run()
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            UNetTraining first = Start();
            first.Run(Pictures);
            UNetTraining from = UNetTraining.From(first.ToCheckpoint(), Settings with { Seed = 5 }, DataDescription.Of(Pictures));
            Assert.Equal((0, 0), (from.Step, from.StepsBefore!.Value));
            Assert.All(from.Weights.Zip(first.Average), static pair => Assert.Equal(pair.Second, pair.First));
            Assert.All(from.SecondMoment, static moments => Assert.All(moments, static moment => Assert.Equal(0, moment)));

            UNetTraining next = first.Continue(Settings with { Seed = 5 }, DataDescription.Of(Pictures));
            Assert.Equal((0, first.Step), (next.Step, next.StepsBefore!.Value));
            Assert.All(next.Weights.Zip(first.Weights), static pair => Assert.Equal(pair.Second, pair.First));
            Assert.All(next.SecondMoment.Zip(first.SecondMoment), static pair => Assert.Equal(pair.Second, pair.First));

            // A continued run that is stopped and resumed ends as one that is not.
            UNetTraining whole = first.Continue(Settings with { Seed = 5 }, DataDescription.Of(Pictures));
            whole.Run(Pictures);
            next.Run(Pictures, new TorchTrainerOptions { Until = 2 });
            next.Save(file);
            UNetTraining back = UNetTraining.Load(file);
            Assert.Equal(first.Step, back.StepsBefore);
            back.Run(Pictures);
            Assert.All(back.Average.Zip(whole.Average), static pair => Assert.InRange(OnTensors.Difference<float>(pair.First, pair.Second), 0, 2e-5));
            Assert.Throws<ArgumentException>(() => first.Continue(Settings with { Parametrisation = Parametrisation.Data }, DataDescription.Of(Pictures)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TorchFact]
    public void A_negative_mean_of_squares_is_refused()
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            UNetTraining run = Start();
            run.Run(Pictures, new TorchTrainerOptions { Until = 1 });
            run.SecondMoment[0][0] = -1;
            run.Save(file);
            Assert.Contains("negative", Assert.Throws<CheckpointException>(() => UNetTraining.Load(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static UNetTraining Start() => UNetTraining.Start(Small, Settings, Process, DataDescription.Of(Pictures));

    // Weights without zeros, so that no term can hide.
    private static void Shake(TorchUNet network)
    {
        using IDisposable noGradients = torch.no_grad();
        using Tensor noise = torch.randn_like(network.Weights.Flat);
        network.Weights.Flat.add_(noise, 0.05);
    }
}

using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Discrete;
using ScoreSde.Likelihood;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Torch;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Scores;
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

    [TorchTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_that_was_stopped_saved_and_resumed_gives_the_weights_of_an_unbroken_one(bool learnsVariance)
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            UNetTraining whole = Start(learnsVariance);
            whole.Run(Pictures);
            UNetTraining run = Start(learnsVariance);
            run.Run(Pictures, new TorchTrainerOptions { Until = 2, RowsAtOnce = 4 });
            run.Save(file);
            run = UNetTraining.Load(file);
            Assert.Equal(2, run.Step);
            run.Run(Pictures);

            Assert.True(run.IsFinished);
            Assert.True(run.Losses.Smoothed < 1.6 && run.Losses.Smoothed > 0.2);
            for (int i = 0; i < run.Weights.Length; i++)
            {
                Assert.InRange(OnTensors.Difference<float>(run.Average[i], whole.Average[i]), 0, 2e-5);
            }

            run.ToCheckpoint().Save(file);
            UNetCheckpoint back = UNetCheckpoint.Load(file);
            Assert.Equal((run.Process, run.Data, run.Step), (back.Process, back.Data, back.Step));
            Assert.Equal((learnsVariance, learnsVariance), (back.Network.LearnsVariance, back.Training.LearnsVariance));
            Assert.Equal(learnsVariance, File.ReadAllText(file).Contains("earnsVariance", StringComparison.Ordinal));
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

    /// <summary>
    /// The loss is the one written by hand of the rows, times and noise of its step, and the gradient, by every parameter, the slope of that loss where the mean's error in L_vlb is held at what it
    /// was: the second layer and all that lies below it, and for the output layer L_simple alone.
    /// </summary>
    [TorchFact]
    public void With_variances_the_whole_loss_has_the_gradient_of_finite_differences_but_for_the_mean_that_is_held()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        UNetSettings shape = Small with { LearnsVariance = true };
        TrainingSettings settings = Settings with { LearnsVariance = true, Batch = 2, Parametrisation = Parametrisation.Velocity };
        using TorchUNet network = new(shape, 3, torch.float64, torch.CPU);
        Shake(network);
        network.Weights.RequireGradients(true);
        using var loss = new DenoisingLoss(network, settings, Process, Pictures, 2, NoiseSource.Host);
        Tensor gradient = torch.zeros_like(network.Weights.Flat);
        double said = loss.Run(5, gradient).Loss;
        network.Weights.RequireGradients(false);

        var noise = new TrainingNoise(settings.Seed);
        var rows = new int[2];
        new ShuffledEpochs(Pictures.Count, noise).Read(10, rows);
        var epsilon = new float[128];
        noise.Normal(TrainingStream.Noise, 5, 0, epsilon, 64, 1, add: false);
        double offset = noise.Uniform(TrainingStream.Time, 5, 0);
        NoiseLevel[] levels = [.. Enumerable.Range(0, 2).Select(row => new TimeLaw(settings, Process).At(TimeStrata.At(settings, row, offset)).Level)];
        long[] labels = [.. Enumerable.Range(0, 2).Select(row => noise.Uniform(TrainingStream.LabelDropout, 5, row) < settings.LabelDropout ? 10L : Pictures.Labels[rows[row]])];
        var clean = new float[128];
        for (int row = 0; row < 2; row++)
        {
            Pictures.Scaling.ToNetwork(Pictures[rows[row]], clean.AsSpan(64 * row, 64));
        }

        double[] x = [.. Enumerable.Range(0, 128).Select(i => (levels[i / 64].MeanScale * clean[i]) + (levels[i / 64].Deviation * epsilon[i]))];
        double[] held = new double[128];
        Assert.Equal(said, ByHand(hold: true), 1e-9 * said);
        int first = 0;
        foreach ((string name, Tensor value) in network.Parameters)
        {
            // Of the class table the rows of these labels matter.
            int size = (int)value.NumberOfElements;
            int last = name == "class.weight" ? (int)((labels[1] + 1) * value.shape[1]) - 1 : size - 1;
            double own = OnTensors.Values<double>(gradient)[first + last];
            double slope = Slope(value, last);
            Assert.True(Math.Abs(slope - own) <= 1e-6 * (1e-3 + Math.Abs(own)), $"{name}: {slope} and {own}");
            Assert.True(own != 0, name);
            first += size;
        }

        double ByHand(bool hold)
        {
            using DisposeScope inner = torch.NewDisposeScope();
            (Tensor output, Tensor variance) = network.ForwardWithVariance(
                torch.tensor(x).reshape(2, 64), network.Features(levels[0].Lambda, levels[1].Lambda), torch.tensor(labels));
            double[] y = OnTensors.Values<double>(output);
            double[] w = OnTensors.Values<double>(variance);
            double sum = 0;
            for (int i = 0; i < x.Length; i++)
            {
                NoiseLevel level = levels[i / 64];
                Conversion conversion = Conversion.ToNoise(settings.Parametrisation, level);
                double miss = (conversion.OnState * x[i]) + (conversion.OnOther * y[i]) - epsilon[i];
                held[i] = hold ? miss : held[i];
                GridStep step = HybridLoss.StepFrom(Process, level);
                sum += LossWeights.At(settings.Weighting, Process, level, settings.MinSnrGamma) * miss * miss / 128;
                sum += HybridLoss.Weight * HybridLoss.Steps * HybridLoss.Of(in step, HybridLoss.RangeOf(Process, in step), w[i], held[i]).Loss / 128;
            }

            return sum;
        }

        double Slope(Tensor parameter, int index)
        {
            using DisposeScope inner = torch.NewDisposeScope();
            using IDisposable noGradients = torch.no_grad();
            Tensor number = parameter.view(-1)[index];
            number.add_(1e-5);
            double above = ByHand(hold: false);
            number.add_(-2e-5);
            double below = ByHand(hold: false);
            number.add_(1e-5);
            return (above - below) / 2e-5;
        }
    }

    /// <summary>A short training: the bound with what was learned lies below that of the same network with what it had at the start, w = 0.</summary>
    [TorchFact]
    public void What_is_learned_lowers_the_bound()
    {
        UNetTraining run = UNetTraining.Start(
            Small with { LearnsVariance = true }, Settings with { LearnsVariance = true, Steps = 50, Batch = 16, LearningRate = 3e-3 }, Process, DataDescription.Of(Pictures));
        run.Run(Pictures);
        UNetCheckpoint checkpoint = run.ToCheckpoint();
        float[] data = new float[20 * 64];
        Pictures.Scaling.ToNetwork(Pictures.Values[..data.Length], data);
        var chain = DdpmChain.FromSchedule(Process.Schedule, 20);
        int[] labels = [.. Pictures.Labels[..20]];
        double learned = Bound(static _ => { });
        double start = Bound(Forgotten);
        Assert.True(learned < start - 1, $"{learned}, {start}");

        double Bound(Action<TorchUNet> change) => Mean(VariationalBound.Evaluate<float>(
            chain, Process, new TileScore<float>((type, device) => Changed(TorchUNet.Of(checkpoint, type, device), change), checkpoint.Parametrisation, row => labels[row]), data, 1, ReverseKernel.Learned));

        static double Mean(BoundTerms terms) => terms.Prior.Average() + terms.Steps.Average() + terms.Decoder.Average();

        static TorchUNet Changed(TorchUNet network, Action<TorchUNet> change)
        {
            using IDisposable noGradients = torch.no_grad();
            change(network);
            return network;
        }

        static void Forgotten(TorchUNet network)
        {
            network.Weights["variance.weight"].zero_();
            network.Weights["variance.bias"].zero_();
        }
    }

    private static UNetTraining Start(bool learnsVariance = false) =>
        UNetTraining.Start(Small with { LearnsVariance = learnsVariance }, Settings with { LearnsVariance = learnsVariance }, Process, DataDescription.Of(Pictures));

    // Weights without zeros, so that no term can hide.
    private static void Shake(TorchUNet network)
    {
        using IDisposable noGradients = torch.no_grad();
        using Tensor noise = torch.randn_like(network.Weights.Flat);
        network.Weights.Flat.add_(noise, 0.05);
    }
}

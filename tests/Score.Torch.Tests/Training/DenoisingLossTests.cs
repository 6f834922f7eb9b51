using ScoreSde.Data;
using ScoreSde.Likelihood;
using ScoreSde.Networks;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Tests.Kernels;
using ScoreSde.Tests.Networks;
using ScoreSde.Torch;
using ScoreSde.Torch.Kernels;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Training;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

/// <summary>The loss of a step and its gradient, in double, beside the formula written row by row and the managed network's backward pass.</summary>
public sealed class DenoisingLossTests
{
    private const int Step = 4;
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly TrainingSettings Settings = new()
    {
        Steps = 10,
        Batch = 7,
        TimeFeatures = 4,
        DataNoise = 0.3,
        LabelDropout = 0.4,
        Seed = 6,
        Times = TrainingTimes.LogNormal,
        Weighting = LossWeighting.MinSnr,
        MinSnrGamma = 2,
        MinimumTime = 0.01,
    };

    [TorchTheory]
    [InlineData(3, 4, NoiseSource.Host, false, 0)]
    [InlineData(3, 4, NoiseSource.Device, false, 3)]
    [InlineData(3, 4, NoiseSource.Device, true, 2)]
    [InlineData(2, 0, NoiseSource.Host, false, 3)]
    [InlineData(1, 3, NoiseSource.Device, false, 5)]
    [InlineData(1, 3, NoiseSource.Host, true, 1)]
    public void Loss_and_gradient_are_those_written_row_by_row(int dimension, int classes, NoiseSource source, bool ownKernels, int rowsAtOnce)
    {
        // A row whose number is the share of labels left out has just its label still, and others have not.
        double share = new TrainingNoise(Settings.Seed).Uniform(TrainingStream.LabelDropout, Step, 2);
        Assert.InRange(share, 0.1, 0.9);
        TrainingSettings settings = Settings with { LabelDropout = share };
        DataSet data = Data(dimension, classes);
        ResidualMlp<double> managed = TestNetworks.Create<double>(new MlpSettings(dimension, 6, 2, 4, classes));
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchMlp network = TorchMlp.Of(managed, torch.CPU);
        network.Kernels = ownKernels ? new TensorKernels(new PlainLauncher(), torch.float64) : null;
        network.Weights.RequireGradients(true);
        Batch batch = BatchOf(settings, data, source);
        double[] y = new double[batch.X.Length];
        MlpWorkspace<double> workspace = managed.CreateWorkspace(settings.Batch, training: true);
        managed.Forward(batch.X, [.. batch.Levels.Select(static level => level.Lambda)], batch.Labels, y, workspace);
        double[] slopes = new double[y.Length];
        double expected = 0;
        for (int i = 0; i < y.Length; i++)
        {
            NoiseLevel level = batch.Levels[i / dimension];
            Conversion conversion = Conversion.ToNoise(settings.Parametrisation, level);
            double miss = (conversion.OnState * batch.X[i]) + (conversion.OnOther * y[i]) - batch.Epsilon[i];
            double weight = Math.Min(1, 2 * level.Variance / (level.MeanScale * level.MeanScale)) * batch.Importance[i / dimension] / y.Length;
            expected += weight * miss * miss;
            slopes[i] = 2 * weight * miss * conversion.OnOther;
        }

        double[][] gradients = [.. managed.Parameters.Select(static parameter => new double[parameter.Values.Length])];
        managed.Backward(slopes, workspace, gradients, new double[y.Length]);
        double[] flat = [.. gradients.SelectMany(static gradient => gradient)];

        using var loss = new DenoisingLoss(network, settings, Process, data, rowsAtOnce == 0 ? settings.Batch : rowsAtOnce, source);

        // What stood in the gradient does not matter; a step asked again is the same.
        Tensor gradient = torch.ones_like(network.Weights.Flat);
        for (int time = 0; time < 2; time++)
        {
            (double said, double norm) = loss.Run(Step, gradient);
            Assert.Equal(expected, said, 1e-11 * expected);
            Assert.Equal(Math.Sqrt(flat.Sum(static value => value * value)), norm, 1e-11);
            Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(gradient), flat), 0, 1e-12);
        }
    }

    /// <summary>Of so many rows that some begin the chain's last step, which has another bound; L_vlb is that of a thousand steps, weighed by 1/1000.</summary>
    [TorchFact]
    public void With_variances_the_bound_is_added()
    {
        TrainingSettings settings = Settings with { LearnsVariance = true, Batch = 1700, MinimumTime = 1e-5, Times = TrainingTimes.Likelihood, Weighting = LossWeighting.Uniform };
        DataSet data = Data(3, 4);
        ResidualMlp<double> managed = TestNetworks.Create<double>(new MlpSettings(3, 6, 1, 4, 4) { LearnsVariance = true });
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchMlp network = TorchMlp.Of(managed, torch.CPU);
        network.Weights.RequireGradients(true);
        Batch batch = BatchOf(settings, data, NoiseSource.Host);
        double[] y = new double[batch.X.Length];
        double[] w = new double[batch.X.Length];
        MlpWorkspace<double> workspace = managed.CreateWorkspace(settings.Batch, training: true);
        managed.Forward(batch.X, [.. batch.Levels.Select(static level => level.Lambda)], batch.Labels, y, workspace);
        managed.Variance(w, workspace);
        double expected = 0;
        double bounds = 0;
        int last = 0;
        for (int i = 0; i < y.Length; i++)
        {
            NoiseLevel level = batch.Levels[i / 3];
            Conversion conversion = Conversion.ToNoise(settings.Parametrisation, level);
            double miss = (conversion.OnState * batch.X[i]) + (conversion.OnOther * y[i]) - batch.Epsilon[i];
            GridStep step = HybridLoss.StepFrom(Process, level);
            last += step.To.IsClean ? 1 : 0;
            double bound = HybridLoss.Of(in step, HybridLoss.RangeOf(Process, in step), w[i], miss).Loss;
            expected += batch.Importance[i / 3] * ((miss * miss) + bound) / y.Length;
            bounds += batch.Importance[i / 3] * bound / y.Length;
        }

        // Both kinds of rows, and a bound that is seen.
        Assert.InRange(last, 3, (y.Length / 2) - 1);
        Assert.True(Math.Abs(bounds) > 1e-3 * expected);
        using var loss = new DenoisingLoss(network, settings, Process, data, 1000, NoiseSource.Host);
        Assert.Equal(expected, loss.Run(Step, torch.zeros_like(network.Weights.Flat)).Loss, 1e-10 * expected);
    }

    [TorchFact]
    public void What_is_not_finite_is_told_with_its_step_and_nothing_is_left_behind()
    {
        DataSet data = Data(2, 0);
        ResidualMlp<float> managed = TestNetworks.Create<float>(new MlpSettings(2, 6, 1, 4, 0));
        using TorchMlp network = TorchMlp.Of(managed, torch.CPU);
        network.Weights.RequireGradients(true);
        using Tensor gradient = torch.zeros_like(network.Weights.Flat);
        long before = LiveTensors.Count();
        using (var loss = new DenoisingLoss(network, Settings, Process, data, 3, NoiseSource.Device))
        {
            loss.Run(0, gradient);
            long held = LiveTensors.Count();
            loss.Run(1, gradient);
            Assert.Equal(held, Tensor.TotalCount);
            network.Weights.Write(managed.Parameters.Select(static parameter => Array.ConvertAll(parameter.Values, static _ => float.NaN)));
            TrainingDivergedException fault = Assert.Throws<TrainingDivergedException>(() => loss.Run(2, gradient));
            Assert.Equal((2, "loss"), (fault.Step, fault.Quantity));
            Assert.Equal(held, Tensor.TotalCount);
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    /// <summary>Where the loss is finite in its sum's double and the gradient is not in float.</summary>
    [TorchFact]
    public void A_gradient_that_is_not_finite_is_told_as_one()
    {
        DataSet data = Data(2, 0);
        using var network = new TorchMlp(new MlpSettings(2, 6, 1, 4, 0), torch.float32, torch.CPU);
        using (torch.no_grad())
        {
            // Outputs are 0 whatever the input is; the slope by the output's weights is what SiLU gave, here near the greatest float.
            network.Weights["input.bias"].fill_(3e38f);
        }

        network.Weights.RequireGradients(true);
        using Tensor gradient = torch.zeros_like(network.Weights.Flat);
        using var loss = new DenoisingLoss(network, Settings with { Weighting = LossWeighting.Flow, Times = TrainingTimes.Uniform, MinSnrGamma = 5 }, Process, data, 7, NoiseSource.Host);
        TrainingDivergedException fault = Assert.Throws<TrainingDivergedException>(() => loss.Run(1, gradient));
        Assert.Equal((1, "gradient"), (fault.Step, fault.Quantity));
        Assert.Equal("The gradient of training step 2 is not finite; a lower learning rate may help.", fault.Message);
    }

    // Five rows, fewer than a batch, so that a batch has rows of two epochs.
    private static DataSet Data(int dimension, int classes) => new(
        "drawn",
        [.. Enumerable.Range(0, 5 * dimension).Select(static i => MathF.Sin(1.7f * i) + 3)],
        dimension,
        new DataScaling(2.5, 0.8),
        classes == 0 ? null : [.. Enumerable.Range(0, 5).Select(i => (i * 2) % classes)],
        classes);

    private static Batch BatchOf(TrainingSettings settings, DataSet data, NoiseSource source)
    {
        (int rows, int dimension) = (settings.Batch, data.Dimension);
        var noise = new TrainingNoise(settings.Seed);
        var read = new int[rows];
        new ShuffledEpochs(data.Count, noise).Read((long)Step * rows, read);
        double offset = noise.Uniform(TrainingStream.Time, Step, 0);
        var law = new TimeLaw(settings, Process);
        (NoiseLevel Level, double Weight)[] times = [.. Enumerable.Range(0, rows).Select(row => law.At((row + offset) / rows))];
        int[] labels = [.. Enumerable.Range(0, rows).Select(row =>
            data.Classes == 0 || noise.Uniform(TrainingStream.LabelDropout, Step, row) < settings.LabelDropout ? -1 : data.Labels[read[row]])];
        double[] epsilon = Drawn(TrainingStream.Noise);
        double[] blur = Drawn(TrainingStream.DataNoise);
        double[] x = [.. Enumerable.Range(0, rows * dimension).Select(i =>
        {
            double clean = (float)((data[read[i / dimension]][i % dimension] - 2.5) / 0.8);
            NoiseLevel level = times[i / dimension].Level;
            return (level.MeanScale * (clean + (settings.DataNoise * blur[i]))) + (level.Deviation * epsilon[i]);
        })];
        return new Batch(x, epsilon, [.. times.Select(static time => time.Level)], [.. times.Select(static time => time.Weight)], labels);

        double[] Drawn(TrainingStream stream)
        {
            if (source == NoiseSource.Device)
            {
                var values = new double[rows * dimension];
                Normals.Write(values.AsSpan(), dimension, ((long)stream << 48), 1, new NoiseKey(settings.Seed, Step, NoisePurpose.Training), add: false);
                return values;
            }

            var floats = new float[rows * dimension];
            Normals.Write(floats.AsSpan(), dimension, ((long)stream << 48), 1, new NoiseKey(settings.Seed, Step, NoisePurpose.Training), add: false);
            return Array.ConvertAll(floats, static value => (double)value);
        }
    }

    private sealed record Batch(double[] X, double[] Epsilon, NoiseLevel[] Levels, double[] Importance, int[] Labels);
}

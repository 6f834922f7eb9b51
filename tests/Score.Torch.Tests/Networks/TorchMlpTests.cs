using System.Numerics;
using ScoreSde.Checkpoints;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Torch;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Noise;
using ScoreSde.Torch.Sampling;
using ScoreSde.Torch.Scores;

namespace ScoreSde.Tests.Networks;

public sealed class TorchMlpTests
{
    private const int Rows = 13;
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));

    [TorchTheory]
    [InlineData(0, 0)]
    [InlineData(2, 3)]
    [InlineData(3, 0)]
    public void Outputs_are_those_of_the_managed_network(int depth, int classes)
    {
        var settings = new MlpSettings(Dimension: 5, Width: 48, depth, TimeFeatures: 12, classes);
        Assert.InRange(Difference<float>(settings), 0, 1e-5);
        Assert.InRange(Difference<double>(settings), 0, 1e-12);
    }

    [TorchTheory]
    [InlineData(2, 3)]
    [InlineData(1, 0)]
    public void Gradients_are_those_of_the_managed_network_and_of_finite_differences(int depth, int classes)
    {
        var settings = new MlpSettings(Dimension: 3, Width: 8, depth, TimeFeatures: 4, classes);
        ResidualMlp<double> managed = TestNetworks.Create<double>(settings);
        using TorchMlp network = TorchMlp.Of(managed, torch.CPU);
        double[] x = TestNetworks.Batch<double>(Rows * 3, 2);
        double[] v = TestNetworks.Batch<double>(Rows * 3, 3);
        double[] lambdas = [.. Enumerable.Range(0, Rows).Select(i => i - 6.5)];
        int[] labels = [.. Enumerable.Range(0, Rows).Select(i => classes == 0 ? -1 : (i % (classes + 1)) - 1)];

        MlpWorkspace<double> workspace = managed.CreateWorkspace(Rows, training: true);
        managed.Forward(x, lambdas, labels, new double[x.Length], workspace);
        double[][] expected = [.. managed.Parameters.Select(parameter => new double[parameter.Values.Length])];
        var expectedInput = new double[x.Length];
        managed.Backward(v, workspace, expected, expectedInput);

        using DisposeScope scope = torch.NewDisposeScope();
        network.Weights.RequireGradients(true);
        Tensor input = torch.tensor(x).reshape(Rows, 3).requires_grad_(true);
        Tensor direction = torch.tensor(v).reshape(Rows, 3);
        Tensor classesOf = torch.tensor([.. labels.Select(label => label < 0 ? (long)classes : label)]);
        Loss().backward();

        Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(input.grad!), expectedInput), 0, 1e-12);
        foreach ((int i, (string name, Tensor value)) in network.Parameters.Index())
        {
            double[] gradient = OnTensors.Values<double>(value.grad!);
            Assert.True(OnTensors.Difference<double>(gradient, expected[i]) <= 1e-12, name);
            Assert.Equal(Slope(value), gradient[0], 1e-7);
        }

        Tensor Loss() => (network.Forward(input, network.Features(lambdas), classesOf) * direction).sum();

        // The slope along the first number of a parameter, by central differences of step 1e-5: error 1e-10 of the third derivative
        // and 1e-11 of rounding.
        double Slope(Tensor parameter)
        {
            using IDisposable noGradients = torch.no_grad();
            Tensor first = parameter.view(-1)[0];
            first.add_(1e-5);
            double above = Loss().item<double>();
            first.add_(-2e-5);
            double below = Loss().item<double>();
            first.add_(1e-5);
            return (above - below) / 2e-5;
        }
    }

    [TorchFact]
    public void The_shipped_network_gives_the_samples_of_the_CPU()
    {
        Checkpoint checkpoint = ShippedModels.Open("digits");
        TimeGrid grid = Grids.Quadratic(steps: 8);
        SampleSet<double> expected = Sampler.Sample(
            checkpoint.Process, checkpoint.Score<double>(i => (int)(i % 10)), new Heun(), grid, 6, 1);
        using TorchMlp network = TorchMlp.Of(checkpoint.Network.ConvertTo<double>(), torch.CPU);
        using var score = new TorchNetworkScore(network, checkpoint.Parametrisation, i => (int)(i % 10));
        long before = LiveTensors.Count();

        SampleSet<double> samples = TorchSampler.Sample<double>(
            checkpoint.Process, score, new Heun(), grid, 6, 1, new TorchSamplerOptions { BatchRows = 4, Noise = NoiseSource.Host });

        Assert.InRange(OnTensors.Difference<double>(samples.Values, expected.Values), 0, 1e-10);
        Assert.InRange(Tensor.TotalCount - before, 0, 1 + ((checkpoint.Network.Settings.Depth + 2) * (grid.Steps + 1)));
    }

    [TorchFact]
    public void Weights_come_back_to_the_bit()
    {
        Checkpoint checkpoint = ShippedModels.Open("digits");
        using TorchMlp network = TorchMlp.Of(checkpoint.Network, torch.CPU);
        ResidualMlp<float> back = network.ToManaged();
        Assert.All(
            back.Parameters.Zip(checkpoint.Network.Parameters), pair => Assert.Equal(pair.Second.Values, pair.First.Values));
    }

    // Small batches are doubled; of large ones the two predictions are made apart.
    [TorchTheory]
    [InlineData(4)]
    [InlineData(1025)]
    public void Guidance_moves_away_from_the_prediction_without_a_label(int rows)
    {
        var settings = new MlpSettings(3, 8, 1, 4, Classes: 2);
        using TorchMlp network = TorchMlp.Of(TestNetworks.Create<double>(settings), torch.CPU);
        using Tensor x = torch.tensor(TestNetworks.Batch<double>(3 * rows, 4)).reshape(rows, 3);
        double[] guided = Evaluate(i => (int)(i % 2), 2.5);
        double[] with = Evaluate(i => (int)(i % 2), 1);
        double[] without = Evaluate(_ => -1, 1);

        Assert.InRange(OnTensors.Difference<double>(guided, [.. with.Zip(without, (a, b) => (2.5 * a) - (1.5 * b))]), 0, 1e-13);

        double[] Evaluate(Func<long, int> labelOf, double guidance)
        {
            using var score = new TorchNetworkScore(network, Parametrisation.Velocity, labelOf, guidance);
            score.MoveTo(0, rows);
            using Tensor epsilon = torch.empty_like(x);
            score.Evaluate(x, Process.At(0.4), epsilon);
            return OnTensors.Values<double>(epsilon);
        }
    }

    [TorchFact]
    public void A_guided_evaluation_counts_as_two()
    {
        using TorchMlp network = TorchMlp.Of(TestNetworks.Create<float>(new MlpSettings(3, 8, 1, 4, 2)), torch.CPU);
        using var guided = new TorchNetworkScore(network, Parametrisation.Noise, i => (int)(i % 2), 2.5);
        using var plain = new TorchNetworkScore(network, Parametrisation.Noise, i => (int)(i % 2));
        Assert.Equal(14, TorchSampler.Sample<float>(Process, guided, new EulerMaruyama(), Grids.Uniform(7), 4, 1).Evaluations);
        Assert.Equal(7, TorchSampler.Sample<float>(Process, plain, new EulerMaruyama(), Grids.Uniform(7), 4, 1).Evaluations);
    }

    [TorchFact]
    public void Labels_that_are_no_class_or_not_asked_for_are_refused()
    {
        using TorchMlp plain = TorchMlp.Of(TestNetworks.Create<float>(new MlpSettings(3, 8, 1, 4, 0)), torch.CPU);
        using TorchMlp labelled = TorchMlp.Of(TestNetworks.Create<float>(new MlpSettings(3, 8, 1, 4, 2)), torch.CPU);
        Assert.Throws<ArgumentException>(() => new TorchNetworkScore(plain, Parametrisation.Noise, _ => 0).Dispose());
        Assert.Throws<ArgumentException>(() => new TorchNetworkScore(labelled, Parametrisation.Noise, null, 2).Dispose());
        using var score = new TorchNetworkScore(labelled, Parametrisation.Noise, _ => 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => score.MoveTo(0, 1));
    }

    // Both forward passes, of one level and of a level a row, against the managed network's.
    private static double Difference<T>(MlpSettings settings)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ResidualMlp<T> managed = TestNetworks.Create<T>(settings);
        using TorchMlp network = TorchMlp.Of(managed, torch.CPU);
        var space = new TileSpace<T>(Rows, settings.Dimension);
        Tile<T> x = space.Allocate();
        Tile<T> expected = space.Allocate();
        TestNetworks.Batch<T>(Rows * settings.Dimension, 2).CopyTo(x.Values);
        Func<long, int>? labelOf = settings.Classes > 0 ? i => (int)(i % (settings.Classes + 1)) - 1 : null;
        double most = 0;
        foreach (double time in new[] { 1e-3, 0.3, 1 })
        {
            NoiseLevel level = Process.At(time);
            new NetworkScore<T>(managed, Parametrisation.Noise, labelOf).Evaluate(x, level, expected);
            using var score = new TorchNetworkScore(network, Parametrisation.Noise, labelOf);
            score.MoveTo(0, Rows);
            using Tensor input = torch.tensor(Array.ConvertAll(x.Values.ToArray(), double.CreateTruncating))
                .reshape(Rows, settings.Dimension).to(network.Type);
            using Tensor epsilon = torch.empty_like(input);
            score.Evaluate(input, level, epsilon);
            most = Math.Max(most, OnTensors.Difference<T>(OnTensors.Values<T>(epsilon), expected.Values));

            using Tensor features = network.Features([.. Enumerable.Repeat(level.Lambda, Rows)]);
            using Tensor? labels = labelOf is null ? null : NoLabelLast(labelOf, settings.Classes);
            using Tensor output = network.Forward(input, features, labels);
            most = Math.Max(most, OnTensors.Difference<T>(OnTensors.Values<T>(output), expected.Values));
        }

        return most;
    }

    private static Tensor NoLabelLast(Func<long, int> labelOf, int classes) =>
        torch.tensor([.. Enumerable.Range(0, Rows).Select(i => labelOf(i) < 0 ? classes : (long)labelOf(i))]);
}

using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Tests.Kernels;
using ScoreSde.Torch.Kernels;
using ScoreSde.Torch.Networks;

namespace ScoreSde.Tests.Networks;

/// <summary>What samplers ask of a perceptron, one level at a time, beside the managed network's formula.</summary>
public sealed class MlpSamplingTests
{
    private const int Rows = 7;
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly NoiseLevel[] Levels = [Process.At(0.2), Process.At(0.9), Process.At(0.55)];

    // All predictions, dimension 1, no residual layer, more classes than two, and one more of each.
    private static readonly MlpSettings[] Shapes = [new(5, 6, 2, 4, 3) { LearnsVariance = true }, new(1, 3, 0, 2, 0), new(3, 8, 3, 6, 0) { LearnsVariance = true }, new(2, 4, 1, 4, 4)];

    public static TheoryData<int, Parametrisation> Cases { get; } = CasesOf();

    [TorchTheory]
    [MemberData(nameof(Cases))]
    public void Predictions_and_the_noise_they_stand_for_are_those_of_the_managed_network(int shape, Parametrisation prediction)
    {
        MlpSettings settings = Shapes[shape];
        ResidualMlp<double> managed = TestNetworks.Create<double>(settings, 3);
        double[] numbers = TestNetworks.Batch<double>(Rows * settings.Dimension, 4);
        int[] labels = [.. Enumerable.Range(0, Rows).Select(i => settings.Classes == 0 ? -1 : ((i * 3) % (settings.Classes + 1)) - 1)];
        foreach ((torch.ScalarType type, double most) in new[] { (torch.float64, 1e-12), (torch.float32, 5e-6) })
        {
            foreach (bool ownKernels in new[] { false, true })
            {
                using DisposeScope scope = torch.NewDisposeScope();
                using TorchMlp network = Of(managed, type);
                var launcher = new PlainLauncher();
                network.Kernels = ownKernels ? new TensorKernels(launcher, type) : null;
                Tensor x = torch.tensor(numbers).reshape(Rows, settings.Dimension).to(type);
                Tensor? of = settings.Classes == 0 ? null : torch.tensor(Array.ConvertAll(labels, label => label < 0 ? settings.Classes : (long)label));

                // Two levels are prepared, the third is not.
                network.Prepare(Levels[..2], prediction);
                foreach (NoiseLevel level in Levels)
                {
                    double[] y = Outputs(managed, numbers, level, labels);
                    Conversion conversion = Conversion.ToNoise(prediction, level);
                    double[] epsilon = [.. y.Select((value, i) => (conversion.OnState * numbers[i]) + (conversion.OnOther * value))];
                    AssertSame(network.Predict(x, level, of), y, most);
                    AssertSame(network.PredictNoise(x, level, of, prediction, conversion), epsilon, most);
                    AssertSame(network.Predict(x, level, null), Outputs(managed, numbers, level, Enumerable.Repeat(-1, Rows).ToArray()), most);
                }

                Assert.Equal(ownKernels, launcher.Launched.Contains("activate_states"));
            }
        }
    }

    /// <summary>By hand: one hidden unit, one residual layer, three classes.</summary>
    [TorchFact]
    public void The_formula_is_the_one_that_is_documented()
    {
        var settings = new MlpSettings(1, 1, 1, 2, 3) { LearnsVariance = true };
        using DisposeScope scope = torch.NewDisposeScope();
        using var network = new TorchMlp(settings, torch.float64, torch.CPU);
        Dictionary<string, double[]> weights = [];
        int next = 1;
        foreach ((string name, Tensor value) in network.Parameters)
        {
            weights[name] = [.. Enumerable.Range(0, (int)value.NumberOfElements).Select(_ => 0.1 * next++)];
            value.copy_(torch.tensor(weights[name]).reshape(value.shape));
        }

        Assert.Equal(next - 1, network.ParameterCount);
        NoiseLevel level = Levels[2];
        double c = 10 * Math.Tanh(level.Lambda / 10);
        double[] f = [Math.Sin(0.125 * c), Math.Cos(0.125 * c)];
        AssertSame(network.Features(level.Lambda), f, 1e-15);
        const double X = 0.7;
        double h = (Of("input.weight") * X) + Of("input.bias") + Along("time.weight") + Of("class.weight", 2);
        h += (Of("blocks.0.weight") * Silu(h)) + Of("blocks.0.bias") + Along("blocks.0.time.weight");
        double y = (Of("output.weight") * Silu(h)) + Of("output.bias") + (Along("skip.weight") * X);
        double w = (Of("variance.weight") * Silu(h)) + Of("variance.bias");
        Tensor x = torch.tensor([X]).reshape(1, 1);
        Tensor label = torch.tensor([2L]);
        AssertSame(network.Predict(x, level, label), [y], 1e-14);
        AssertSame(network.Forward(x, network.Features(level.Lambda), label), [y], 1e-14);
        (Tensor output, Tensor variance) = network.PredictWithVariance(x, level, label);
        AssertSame(output, [y], 1e-14);
        AssertSame(variance, [w], 1e-14);

        double Of(string name, int index = 0) => weights[name][index];

        double Along(string name) => (weights[name][0] * f[0]) + (weights[name][1] * f[1]);

        static double Silu(double value) => value / (1 + Math.Exp(-value));
    }

    [TorchTheory]
    [InlineData(0)]
    [InlineData(2)]
    public void What_is_learned_of_variances_is_that_of_the_managed_network(int shape)
    {
        MlpSettings settings = Shapes[shape];
        ResidualMlp<double> managed = TestNetworks.Create<double>(settings, 3);
        double[] numbers = TestNetworks.Batch<double>(Rows * settings.Dimension, 4);
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchMlp network = Of(managed, torch.float64);
        Tensor x = torch.tensor(numbers).reshape(Rows, settings.Dimension);
        (Tensor output, Tensor variance) = network.PredictWithVariance(x, Levels[1], null);
        AssertSame(output, Outputs(managed, numbers, Levels[1], Enumerable.Repeat(-1, Rows).ToArray()), 1e-12);
        (Tensor y, Tensor w) = network.ForwardWithVariance(x, network.Features(Levels[1].Lambda), null);
        AssertSame(y, OnTensors.Values<double>(output), 1e-14);
        AssertSame(w, OnTensors.Values<double>(variance), 1e-14);
        var silent = Of(TestNetworks.Create<double>(settings with { LearnsVariance = false }, 3), torch.float64);
        Assert.Equal("The network learns no variance.", Assert.Throws<InvalidOperationException>(() => silent.ForwardWithVariance(x, network.Features(1), null)).Message);
        silent.Dispose();
    }

    /// <summary>With the products in bfloat16 all ways give the same numbers, near those of float32.</summary>
    [TorchTheory]
    [InlineData(0)]
    [InlineData(3)]
    public void Mixed_precision_is_near_whichever_way_it_is_asked(int shape)
    {
        MlpSettings settings = Shapes[shape];
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchMlp network = Of(TestNetworks.Create<double>(settings, 3), torch.float32);
        Tensor x = torch.tensor(TestNetworks.Batch<float>(Rows * settings.Dimension, 4)).reshape(Rows, settings.Dimension);
        Tensor labels = torch.tensor([.. Enumerable.Range(0, Rows).Select(i => (long)(i % (settings.Classes + 1)))]);
        Conversion conversion = Conversion.ToNoise(Parametrisation.Velocity, Levels[0]);
        float[] plain = OnTensors.Values<float>(network.Predict(x, Levels[0], labels));
        network.MixedPrecision = true;
        network.Prepare(Levels, Parametrisation.Velocity);
        float[] mixed = OnTensors.Values<float>(network.Predict(x, Levels[0], labels));
        Assert.InRange(OnTensors.Difference<float>(mixed, plain), 1e-4, 0.01);
        Assert.Equal(mixed, OnTensors.Values<float>(network.Forward(x, network.Features(Levels[0].Lambda), labels)));
        float[] numbers = OnTensors.Values<float>(x);
        float[] noise = [.. mixed.Select((y, i) => (float)((conversion.OnState * numbers[i]) + (conversion.OnOther * y)))];
        float[] said = OnTensors.Values<float>(network.PredictNoise(x, Levels[0], labels, Parametrisation.Velocity, conversion));
        Assert.InRange(OnTensors.Difference<float>(said, noise), 0, 1e-6);
    }

    [TorchFact]
    public void New_weights_are_seen_once_it_is_told_of_them_and_nothing_is_left_behind()
    {
        Passed();
        long before = LiveTensors.Count();
        Passed();
        Assert.Equal(before, Tensor.TotalCount);

        static void Passed()
        {
            ResidualMlp<float> managed = TestNetworks.Create<float>(Shapes[0], 3);
            ResidualMlp<float> other = TestNetworks.Create<float>(Shapes[0], 8);
            using TorchMlp network = TorchMlp.Of(managed, torch.CPU);
            network.Prepare(Levels, Parametrisation.Noise);
            network.Prepare(Levels, Parametrisation.Velocity);
            float[] numbers = TestNetworks.Batch<float>(Rows * 5, 4);
            using Tensor flat = torch.tensor(numbers);
            using Tensor x = flat.reshape(Rows, 5);
            Conversion conversion = Conversion.ToNoise(Parametrisation.Velocity, Levels[1]);
            int[] labels = [.. Enumerable.Repeat(-1, Rows)];
            long kept = LiveTensors.Count();
            using (network.Predict(x, Levels[1], null))
            using (network.PredictNoise(x, Levels[1], null, Parametrisation.Velocity, conversion))
            {
                // Of a prepared level the answer alone is left.
                Assert.Equal(kept + 2, Tensor.TotalCount);
            }

            network.MixedPrecision = true;
            network.Prepare(Levels, Parametrisation.Velocity);
            kept = LiveTensors.Count();
            using (network.Predict(x, Levels[2], null))
            {
                Assert.Equal(kept + 1, Tensor.TotalCount);
            }

            network.MixedPrecision = false;
            network.Weights.Write(other.Parameters.Select(static parameter => parameter.Values));
            network.WeightsChanged();
            using Tensor y = network.Predict(x, Levels[1], null);
            using Tensor epsilon = network.PredictNoise(x, Levels[1], null, Parametrisation.Velocity, conversion);
            var expected = new float[numbers.Length];
            other.Forward(numbers, [.. Enumerable.Repeat(Levels[1].Lambda, Rows)], labels, expected, other.CreateWorkspace(Rows, training: true));
            using DisposeScope scope = torch.NewDisposeScope();
            Assert.InRange(OnTensors.Difference<float>(OnTensors.Values<float>(y), expected), 0, 5e-6);
            float[] noise = [.. expected.Select((value, i) => (float)((conversion.OnState * numbers[i]) + (conversion.OnOther * value)))];
            Assert.InRange(OnTensors.Difference<float>(OnTensors.Values<float>(epsilon), noise), 0, 5e-6);
            Assert.All(network.ToManaged().Parameters.Zip(other.Parameters), static pair => Assert.Equal(pair.Second.Values, pair.First.Values));
        }
    }

    [TorchFact]
    public void Features_are_a_row_for_each_level_and_kernels_are_for_cards()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchMlp network = Of(TestNetworks.Create<double>(Shapes[2], 3), torch.float64);
        Tensor features = network.Features(-3, 0.5, 40, double.NegativeInfinity);
        Assert.Equal([4, 6], features.shape);
        double[] expected = [.. new[] { -3, 0.5, 40, -Math.Log(200) }.SelectMany(static lambda => new[] { Math.Sin, (Func<double, double>)Math.Cos }.SelectMany(
            wave => new[] { 0.125, Math.Sqrt(0.5), 4 }.Select(frequency => wave(frequency * 10 * Math.Tanh(lambda / 10)))))];
        AssertSame(features, expected, 1e-13);
        AssertSame(network.FeaturesAt(Levels[0]), OnTensors.Values<double>(network.Features(Levels[0].Lambda)), 0);
        Assert.Equal([1, 6], network.FeaturesAt(Levels[0]).shape);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Features(double.NaN));
        Assert.False(network.OwnKernels);
        network.OwnKernels = true;
        Assert.False(network.OwnKernels);
        network.Kernels = new TensorKernels(new PlainLauncher(), torch.float64);
        Assert.True(network.OwnKernels);
        network.OwnKernels = false;
        Assert.False(network.OwnKernels);
        Assert.Equal((3, 6, 0, true), (network.Dimension, network.TimeFeatures, network.Classes, network.LearnsVariance));
    }

    private static TheoryData<int, Parametrisation> CasesOf()
    {
        var cases = new TheoryData<int, Parametrisation>();
        foreach (Parametrisation prediction in Enum.GetValues<Parametrisation>())
        {
            cases.Add((int)prediction % Shapes.Length, prediction);
        }

        cases.Add(0, Parametrisation.Data);
        cases.Add(1, Parametrisation.Velocity);
        return cases;
    }

    private static TorchMlp Of(ResidualMlp<double> managed, torch.ScalarType type) =>
        type == torch.float64 ? TorchMlp.Of(managed, torch.CPU) : TorchMlp.Of(managed.ConvertTo<float>(), torch.CPU);

    private static double[] Outputs(ResidualMlp<double> managed, double[] x, NoiseLevel level, int[] labels)
    {
        var outputs = new double[x.Length];
        managed.Forward(x, [.. Enumerable.Repeat(level.Lambda, labels.Length)], labels, outputs, managed.CreateWorkspace(labels.Length, training: true));
        return outputs;
    }

    private static void AssertSame(Tensor tensor, double[] expected, double most) =>
        Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(tensor.to(torch.float64)), expected), 0, most);
}

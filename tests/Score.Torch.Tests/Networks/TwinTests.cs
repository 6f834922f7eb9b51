using System.Numerics;
using ScoreSde.Checkpoints;
using ScoreSde.Cuda.Tensors;
using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Tests.Kernels;
using ScoreSde.Torch;
using ScoreSde.Torch.Kernels;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Scores;

namespace ScoreSde.Tests.Networks;

/// <summary>
/// The U-Net beside a PyTorch module of the same names, bench/peers/twins.py, written apart from it: weights, inputs and its outputs in double
/// stand in a file that bench/peers/examples.py made with PyTorch 1.13.
/// </summary>
public sealed class TwinTests
{
    private static readonly UNetSettings Settings = new(new ImageShape(8, 4, 2), 4, [1, 2], 1, [1], 2, 6, 3);
    private static readonly TensorFile File = TensorReader.Read(Path.Combine(AppContext.BaseDirectory, "Networks", "Twin", "unet.safetensors"));

    [TorchTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Outputs_for_rows_of_their_own_levels_and_labels_are_those_of_PyTorch(bool channelsLast)
    {
        Assert.InRange(Difference<double>(torch.float64, channelsLast), 0, 1e-13);
        Assert.InRange(Difference<float>(torch.float32, channelsLast), 0, 1e-5);
    }

    [TorchFact]
    public void Sampling_sees_the_same_outputs_one_level_at_a_time() => AssertSampling<double>(torch.float64, null, 1e-9);

    [TwinTheory]
    [InlineData(0)]
    [InlineData(1 << 16)]
    public void Kernels_of_our_own_give_the_same_outputs_whether_or_not_a_block_keeps_its_group(int room)
    {
        var launcher = new TwinLauncher { MostRoom = room };
        AssertSampling<double>(torch.float64, launcher, 1e-9);
        AssertSampling<float>(torch.float32, launcher, 1e-5);
        Assert.Contains("norm_groups", launcher.Launched);
    }

    private static void AssertSampling<T>(torch.ScalarType type, ITensorLauncher? launcher, double most)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchUNet network = Load(type);
        network.Kernels = launcher is null ? null : new TensorKernels(launcher, type);
        double[] levels = Values<double>("example.levels");
        long[] labels = Values<long>("example.labels");
        using var score = new TorchNetworkScore(network, Parametrisation.Noise, i => labels[i] == Settings.Classes ? -1 : (int)labels[i]);
        var process = new VariancePreserving(new LinearSchedule(0.1, 20));
        for (int row = 0; row < levels.Length; row++)
        {
            NoiseLevel level = process.AtLambda(levels[row]);
            Assert.Equal(levels[row], level.Lambda, 1e-9);
            Tensor x = Input(type).narrow(0, row, 1);
            Tensor epsilon = torch.empty_like(x);
            score.MoveTo(row, 1);
            score.Evaluate(x, level, epsilon);
            double[] expected = Values<double>("example.output").AsSpan(row * network.Dimension, network.Dimension).ToArray();
            Assert.InRange(OnTensors.Difference<double>(Array.ConvertAll(OnTensors.Values<T>(epsilon), double.CreateTruncating), expected), 0, most);
        }
    }

    private static double Difference<T>(torch.ScalarType type, bool channelsLast)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchUNet network = Load(type);
        network.ChannelsLast = channelsLast;
        Tensor output = network.Forward(Input(type), network.Features(Values<double>("example.levels")), torch.tensor(Values<long>("example.labels")));
        double[] values = Array.ConvertAll(OnTensors.Values<T>(output), double.CreateTruncating);
        return OnTensors.Difference<double>(values, Values<double>("example.output"));
    }

    private static Tensor Input(torch.ScalarType type) => torch.tensor(Values<double>("example.x")).to(type).reshape(-1, Settings.Image.Dimension);

    private static T[] Values<T>(string name)
        where T : unmanaged => File.Find(name)!.ToArray<T>();

    private static TorchUNet Load(torch.ScalarType type)
    {
        var network = new TorchUNet(Settings, 1, type, torch.CPU);
        int examples = File.Tensors.Count(tensor => tensor.Name.StartsWith("example.", StringComparison.Ordinal));
        Assert.Equal(File.Tensors.Count - examples, network.Parameters.Count());
        using IDisposable noGradients = torch.no_grad();
        foreach ((string name, Tensor value) in network.Parameters)
        {
            Assert.Equal(value.shape, File.Find(name)!.Shape.Select(extent => (long)extent));
            value.copy_(torch.tensor(Values<float>(name)).reshape(value.shape));
        }

        return network;
    }
}

using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Torch;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Scores;

namespace ScoreSde.TorchBench;

/// <summary>The networks of bench/peers/examples.py, from its files.</summary>
internal sealed class Networks(string folder, torch.Device device)
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));

    /// <summary>The names of the files.</summary>
    public static IReadOnlyList<string> Names { get; } = ["mlp2", "mlp64", "unet"];

    /// <summary>What a file holds.</summary>
    public TensorFile File(string name) => TensorReader.Read(Path.Combine(folder, $"{name}.safetensors"));

    /// <summary>A network with the weights of its file. The caller disposes.</summary>
    public TorchNetwork Load(string name, torch.ScalarType type)
    {
        TorchNetwork network = name switch
        {
            "mlp2" => new TorchMlp(new MlpSettings(2, 128, 3, 64, 0), type, device),
            "mlp64" => new TorchMlp(new MlpSettings(64, 512, 4, 64, 0), type, device),
            "unet" => new TorchUNet(new UNetSettings(new ImageShape(28, 28), 64, [1, 2, 2], 2, [2], 8, 32, 10), 1, type, device),
            _ => throw new ArgumentException($"There is no network '{name}'.", nameof(name)),
        };
        TensorFile file = File(name);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        foreach ((string parameter, Tensor value) in network.Parameters)
        {
            value.copy_(torch.tensor(file.Find(parameter)!.ToArray<float>()).reshape(value.shape));
        }

        return network;
    }

    /// <summary>The greatest difference from PyTorch's outputs in double, |a − b| / (1 + |b|), for the whole batch and as a sampler asks, in full precision or with a card's TF32, libtorch's standard for convolutions.</summary>
    public double Difference(string name, torch.ScalarType type, bool tf32 = false)
    {
        bool before = device.type == DeviceType.CUDA && torch.backends.cudnn.allow_tf32;
        AllowTf32(tf32);
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchNetwork network = Load(name, type);
        TensorFile file = File(name);
        using IDisposable noGradients = torch.no_grad();
        Tensor x = torch.tensor(file.Find("example.x")!.ToArray<double>()).reshape(-1, network.Dimension).to(type, device);
        Tensor labels = torch.tensor(file.Find("example.labels")!.ToArray<long>(), torch.int64, device);
        Tensor expected = torch.tensor(file.Find("example.output")!.ToArray<double>()).reshape(-1, network.Dimension);
        double[] levels = file.Find("example.levels")!.ToArray<double>();
        Tensor output = network.Forward(x, network.Features(levels), network.Classes > 0 ? labels : null);
        Tensor sampled = Sampled(network, x, levels, file.Find("example.labels")!.ToArray<long>());
        AllowTf32(before);
        return Math.Max(Greatest(output), Greatest(sampled));

        double Greatest(Tensor values) => ((values.to(torch.float64).cpu() - expected).abs() / (expected.abs() + 1)).max().item<double>();
    }

    // What a sampler sees, which asks for one level at a time.
    private static Tensor Sampled(TorchNetwork network, Tensor x, double[] levels, long[] labels)
    {
        using var score = new TorchNetworkScore(network, Parametrisation.Noise, network.Classes > 0 ? i => labels[i] == network.Classes ? -1 : (int)labels[i] : null);
        Tensor output = torch.empty_like(x);
        for (int row = 0; row < levels.Length; row++)
        {
            Tensor epsilon = torch.empty(1, network.Dimension, network.Type, network.Device);
            score.MoveTo(row, 1);
            score.Evaluate(x.narrow(0, row, 1), Process.AtLambda(levels[row]), epsilon);
            output[row].copy_(epsilon[0]);
        }

        return output;
    }

    private void AllowTf32(bool value)
    {
        if (device.type == DeviceType.CUDA)
        {
            torch.backends.cudnn.allow_tf32 = value;
        }
    }
}

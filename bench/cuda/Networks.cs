using ScoreSde.Checkpoints;
using ScoreSde.Cuda;
using ScoreSde.Cuda.Models;
using ScoreSde.Networks;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.CudaBench;

/// <summary>The models of the workloads: networks of bench/peers/examples.py from its files where a folder is given, else with random weights.</summary>
internal sealed class Networks(string? folder)
{
    private readonly Dictionary<string, ResidualMlp<float>> known = [];

    /// <summary>A model for the kernel.</summary>
    public CudaModel Model(string name) => name == "mixture8" ? CudaModel.Of(GaussianMixture.Ring()) : CudaModel.Of(Network(name));

    /// <summary>The same in double for the CPU.</summary>
    public IScoreFunction<Tile<double>> Score(string name) =>
        name == "mixture8" ? GaussianMixture.Ring().Score<double>() : new NetworkScore<double>(Network(name).ConvertTo<double>());

    private ResidualMlp<float> Network(string name)
    {
        if (known.TryGetValue(name, out ResidualMlp<float>? network))
        {
            return network;
        }

        network = new ResidualMlp<float>(name == "mlp2" ? new MlpSettings(2, 128, 3, 64, 0) : new MlpSettings(64, 512, 4, 64, 0), 1);
        TensorFile? file = folder is null ? null : TensorReader.Read(Path.Combine(folder, $"{name}.safetensors"));
        var random = new Random(1);
        foreach (Parameter<float> parameter in network.Parameters)
        {
            if (file is not null)
            {
                file.Find(parameter.Name)!.ToArray<float>().CopyTo(parameter.Values, 0);
                continue;
            }

            double scale = 1 / Math.Sqrt(parameter.Shape[^1]);
            for (int i = 0; i < parameter.Values.Length; i++)
            {
                parameter.Values[i] = (float)(scale * ((2 * random.NextDouble()) - 1));
            }
        }

        network.WeightsChanged();
        known.Add(name, network);
        return network;
    }
}

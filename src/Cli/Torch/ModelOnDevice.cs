using System.Numerics;
using ScoreSde.Checkpoints;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Runs;
using ScoreSde.Networks;
using ScoreSde.Scores;
using ScoreSde.Torch;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace ScoreSde.Cli.Torch;

/// <summary>A model's score on a device, with the tensors that it needs.</summary>
internal sealed class ModelOnDevice : IDisposable
{
    private readonly IDisposable[] owned;

    private ModelOnDevice(IScoreFunction<Tensor> score, params IDisposable[] owned)
    {
        Score = score;
        this.owned = owned;
    }

    /// <summary>The score.</summary>
    public IScoreFunction<Tensor> Score { get; }

    /// <summary>The score of the settings' model.</summary>
    public static ModelOnDevice Of<T>(SampleSettings settings, Device device)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ScalarType type = typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Float64;
        SampleOutput output = settings.Output;
        switch (output.Model)
        {
            case MixtureModel mixture:
                var exact = new TorchMixtureScore(mixture.Law, type, device);
                return new ModelOnDevice(exact, exact);
            case NetworkModel trained:
                Checkpoint checkpoint = trained.Checkpoint;
                TorchMlp network = TorchMlp.Of(checkpoint.Network as ResidualMlp<T> ?? checkpoint.Network.ConvertTo<T>(), device);
                network.MixedPrecision = settings.Words.MixedPrecision;
                var score = new TorchNetworkScore(
                    network, checkpoint.Parametrisation, trained.Classes > 0 ? output.LabelOf : null, output.Guidance ?? 1, trained.KnowsUnlabelled, checkpoint.Range);
                return new ModelOnDevice(score, score, network);
            case UNetModel pictures:
                TorchUNet unet = pictures.Checkpoint.ToNetwork(type, device);
                unet.MixedPrecision = settings.Words.MixedPrecision;
                var guided = new TorchNetworkScore(
                    unet, pictures.Checkpoint.Parametrisation, pictures.Classes > 0 ? output.LabelOf : null, output.Guidance ?? 1, pictures.KnowsUnlabelled, pictures.Checkpoint.Range);
                return new ModelOnDevice(guided, guided, unet);
            default:
                throw new NotSupportedException($"Model '{output.Model.Name}' runs on --device cpu alone.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable thing in owned)
        {
            thing.Dispose();
        }
    }
}

using System.Numerics;
using ScoreSde.Checkpoints;
using ScoreSde.Cli.Models;
using ScoreSde.Networks;
using ScoreSde.Scores;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Scores;
using ScoreSde.Torch.Scripts;
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

    /// <summary>A model's score.</summary>
    /// <param name="model">The model.</param>
    /// <param name="labelOf">The class of each sample, by its index; not asked where there are no classes.</param>
    /// <param name="guidance">How samples are led; null for the conditional model alone.</param>
    /// <param name="mixed">Whether products are done in bfloat16.</param>
    /// <param name="device">Where.</param>
    public static ModelOnDevice Of<T>(Model model, Func<long, int> labelOf, ModelGuidance? guidance, bool mixed, Device device)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (model is ConditionedModel told)
        {
            return Of<T>(told.Inner, labelOf, told.Guidance, mixed, device);
        }

        if (guidance is null or { IsPlain: true })
        {
            return Of<T>(model, labelOf, guidance?.Rule.Weight ?? 1, mixed, device);
        }

        ModelOnDevice to = Of<T>(model, labelOf, weight: 1, mixed, device);
        ModelOnDevice from = guidance.Guide is { } guide ? Of<T>(guide, labelOf, weight: 1, mixed, device) : Of<T>(model, ModelGuidance.Free, weight: 1, mixed, device);
        return new ModelOnDevice(new TorchGuidance(to.Score, from.Score, guidance.Rule), to, from);
    }

    private static ModelOnDevice Of<T>(Model model, Func<long, int> labelOf, double weight, bool mixed, Device device)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ScalarType type = typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Float64;
        switch (model)
        {
            case MixtureModel mixture:
                var exact = new TorchMixtureScore(mixture.Law, type, device);
                return new ModelOnDevice(exact, exact);
            case NetworkModel trained:
                Checkpoint checkpoint = trained.Checkpoint;
                TorchMlp network = TorchMlp.Of(checkpoint.Network as ResidualMlp<T> ?? checkpoint.Network.ConvertTo<T>(), device);
                network.MixedPrecision = mixed;
                var score = new TorchNetworkScore(
                    network, checkpoint.Parametrisation, trained.Classes > 0 ? labelOf : null, weight, trained.KnowsUnlabelled, checkpoint.Range);
                return new ModelOnDevice(score, score, network);
            case UNetModel pictures:
                TorchUNet unet = TorchUNet.Of(pictures.Checkpoint, type, device);
                unet.MixedPrecision = mixed;
                var guided = new TorchNetworkScore(
                    unet, pictures.Checkpoint.Parametrisation, pictures.Classes > 0 ? labelOf : null, weight, pictures.KnowsUnlabelled, pictures.Checkpoint.Range);
                return new ModelOnDevice(guided, guided, unet);
            case ScriptModel script:
                TorchScriptNetwork there = TorchScriptNetwork.Load(script.Network.File, script.Description, device);
                var scripted = new TorchScriptScore(there, script.TakesLabels ? labelOf : null, weight);
                return new ModelOnDevice(scripted, scripted, there);
            default:
                throw new NotSupportedException($"Model '{model.Name}' runs on --device cpu alone.");
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

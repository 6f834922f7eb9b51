using System.Numerics;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Scores;
using static TorchSharp.torch;

namespace ScoreSde.Torch;

/// <summary>
/// The formula of <see cref="ResidualMlp{T}"/> on tensors: h₀ = W_in x + b_in + T_in f(λ) + E_c, h_{i+1} = h_i + W_i SiLU(h_i) + b_i + T_i f(λ),
/// y = W_out SiLU(h_depth) + b_out + (G f(λ)) ∘ x. Parameters have the same names, shapes and order.
/// </summary>
public sealed class TorchMlp : TorchNetwork
{
    private readonly LevelTensors<MlpShare> shares;

    /// <summary>A network whose weights are 0.</summary>
    /// <param name="settings">The shape.</param>
    /// <param name="type">float32 or float64.</param>
    /// <param name="device">Where the weights live.</param>
    public TorchMlp(MlpSettings settings, ScalarType type, Device device)
        : base(new ParameterLayout(settings).Entries, settings.Dimension, settings.TimeFeatures, settings.Classes, type, device)
    {
        Settings = settings;
        shares = new LevelTensors<MlpShare>(Shares);
    }

    /// <summary>The shape.</summary>
    public MlpSettings Settings { get; }

    /// <summary>A managed network on a device.</summary>
    /// <typeparam name="T">float or double; becomes float32 or float64.</typeparam>
    public static TorchMlp Of<T>(ResidualMlp<T> network, Device device)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var copy = new TorchMlp(network.Settings, typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Float64, device);
        copy.Weights.Write(network.Parameters.Select(parameter => Array.ConvertAll(parameter.Values, double.CreateTruncating)));
        return copy;
    }

    /// <summary>The weights in a managed network.</summary>
    public ResidualMlp<float> ToManaged()
    {
        var network = new ResidualMlp<float>(Settings, 0);
        float[][] values = Weights.Read(Weights.Flat);
        for (int i = 0; i < values.Length; i++)
        {
            values[i].CopyTo(network.Parameters[i].Values, 0);
        }

        network.WeightsChanged();
        return network;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Tensor features, Tensor? labels)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = Linear(x, Weights["input.weight"], Weights["input.bias"]) + Linear(features, Weights["time.weight"]);
        if (Classes > 0)
        {
            hidden = hidden + ClassRows(labels);
        }

        for (int i = 0; i < Settings.Depth; i++)
        {
            hidden = hidden
                + Linear(nn.functional.silu(hidden), Weights[$"blocks.{i}.weight"], Weights[$"blocks.{i}.bias"])
                + Linear(features, Weights[$"blocks.{i}.time.weight"]);
        }

        Tensor output = Linear(nn.functional.silu(hidden), Weights["output.weight"], Weights["output.bias"]);
        return (output + (Linear(features, Weights["skip.weight"]) * x)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    internal override Tensor Predict(Tensor x, NoiseLevel level, Tensor? labels)
    {
        if (MixedPrecision)
        {
            return base.Predict(x, level, labels);
        }

        MlpShare share = shares.Get(level);
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = nn.functional.linear(x, Weights["input.weight"], share.Biases[0]);
        if (Classes > 0)
        {
            hidden.add_(ClassRows(labels));
        }

        for (int i = 0; i < Settings.Depth; i++)
        {
            using Tensor active = nn.functional.silu(hidden);
            using Tensor change = nn.functional.linear(active, Weights[$"blocks.{i}.weight"], share.Biases[i + 1]);
            hidden.add_(change);
        }

        Tensor output = nn.functional.linear(nn.functional.silu(hidden), Weights["output.weight"], Weights["output.bias"]);
        return output.addcmul_(x, share.Gain, 1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    internal override void Prepare(IReadOnlyList<NoiseLevel> levels)
    {
        if (MixedPrecision)
        {
            base.Prepare(levels);
        }
        else
        {
            shares.Prepare(levels);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        shares.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Forgets what was kept for the levels: the weights have changed.</summary>
    internal void WeightsChanged() => shares.Dispose();

    private Tensor ClassRows(Tensor? labels) => labels is null
        ? Weights["class.weight"].narrow(0, Settings.NoLabelRow, 1)
        : Weights["class.weight"].index_select(0, labels);

    // One product a layer for all levels; a level's share is a row of each.
    private IEnumerable<MlpShare> Shares(IReadOnlyList<NoiseLevel> levels)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        using Tensor features = Features([.. levels.Select(level => level.Lambda)]);
        var biases = new Tensor[Settings.Depth + 1];
        biases[0] = nn.functional.linear(features, Weights["time.weight"], Weights["input.bias"]);
        for (int i = 0; i < Settings.Depth; i++)
        {
            biases[i + 1] = nn.functional.linear(features, Weights[$"blocks.{i}.time.weight"], Weights[$"blocks.{i}.bias"]);
        }

        Tensor gains = nn.functional.linear(features, Weights["skip.weight"]);
        return [.. levels.Select((_, i) => new MlpShare(Array.ConvertAll(biases, bias => bias.select(0, i)), gains.select(0, i)))];
    }
}

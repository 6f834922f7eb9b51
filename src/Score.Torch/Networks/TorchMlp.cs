using System.Numerics;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Torch.Kernels;
using ScoreSde.Torch.Tensors;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Networks;

/// <summary>
/// The formula of <see cref="ResidualMlp{T}"/> on tensors: h₀ = W_in x + b_in + T_in f(λ) + E_c, h_{i+1} = h_i + W_i SiLU(h_i) + b_i + T_i f(λ),
/// y = W_out SiLU(h_depth) + b_out + (G f(λ)) ∘ x. Parameters have the same names, shapes and order.
/// </summary>
public sealed class TorchMlp : TorchNetwork
{
    // Those of y itself, and those of the ε that a prediction stands for.
    private readonly LevelTensors<MlpShare> shares;
    private readonly Dictionary<Parametrisation, LevelTensors<MlpShare>> noiseShares = [];
    private readonly Tensor[] blocks;
    private readonly Tensor[] blockColumns;
    private readonly Tensor inputWeight;
    private readonly Tensor outputWeight;
    private readonly Tensor outputColumns;

    /// <summary>A network whose weights are 0.</summary>
    /// <param name="settings">The shape.</param>
    /// <param name="type">float32 or float64.</param>
    /// <param name="device">Where the weights live.</param>
    public TorchMlp(MlpSettings settings, ScalarType type, Device device)
        : base(new ParameterLayout(settings).Entries, settings.Dimension, settings.TimeFeatures, settings.Classes, settings.LearnsVariance, type, device)
    {
        Settings = settings;
        shares = new LevelTensors<MlpShare>(levels => Shares(levels, null));
        blocks = [.. Enumerable.Range(0, settings.Depth).Select(i => Weights[$"blocks.{i}.weight"])];
        blockColumns = [.. blocks.Select(weight => weight.t().DetachFromDisposeScope())];
        inputWeight = Weights["input.weight"];
        outputWeight = Weights["output.weight"];
        outputColumns = outputWeight.t().DetachFromDisposeScope();
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
        return Output(Activated(x, features, labels), x, features).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override (Tensor Output, Tensor Variance) ForwardWithVariance(Tensor x, Tensor features, Tensor? labels)
    {
        NeedVariance();
        using DisposeScope scope = NewDisposeScope();
        Tensor active = Activated(x, features, labels);
        Tensor variance = Linear(active, Weights["variance.weight"], Weights["variance.bias"]);
        return (Output(active, x, features).MoveToOuterDisposeScope(), variance.MoveToOuterDisposeScope());
    }

    private Tensor Output(Tensor active, Tensor x, Tensor features) =>
        Linear(active, Weights["output.weight"], Weights["output.bias"]).Plus(Linear(features, Weights["skip.weight"]).mul(x));

    // SiLU of what the last residual layer leaves, in operations that can be differentiated.
    private Tensor Activated(Tensor x, Tensor features, Tensor? labels)
    {
        Tensor hidden = Linear(x, Weights["input.weight"], Weights["input.bias"]).Plus(Linear(features, Weights["time.weight"]));
        if (Classes > 0)
        {
            hidden = hidden.Plus(ClassRows(labels));
        }

        for (int i = 0; i < Settings.Depth; i++)
        {
            hidden = hidden
                .Plus(Linear(nn.functional.silu(hidden), Weights[$"blocks.{i}.weight"], Weights[$"blocks.{i}.bias"]))
                .Plus(Linear(features, Weights[$"blocks.{i}.time.weight"]));
        }

        return nn.functional.silu(hidden);
    }

    /// <inheritdoc/>
    internal override Tensor Predict(Tensor x, NoiseLevel level, Tensor? labels)
    {
        if (MixedPrecision)
        {
            return base.Predict(x, level, labels);
        }

        MlpShare share = shares.Get(level);
        using Tensor active = LastHidden(x, share, labels);
        Tensor y = nn.functional.linear(active, outputWeight, Weights["output.bias"]);
        return y.PlusProduct_(x, share.Gain);
    }

    /// <inheritdoc/>
    /// <remarks>Costs no launch more than y: the last product takes the factor b, the level's share what else there is.</remarks>
    internal override Tensor PredictNoise(Tensor x, NoiseLevel level, Tensor? labels, Parametrisation prediction, Conversion conversion)
    {
        if (!Folds(prediction))
        {
            return base.PredictNoise(x, level, labels, prediction, conversion);
        }

        MlpShare share = NoiseShares(prediction).Get(level);
        using Tensor active = LastHidden(x, share, labels);
        Tensor epsilon = share.OutputBias!.addmm(active, outputColumns, 1, (float)conversion.OnOther);
        return epsilon.PlusProduct_(x, share.Gain);
    }

    /// <inheritdoc/>
    internal override void Prepare(IReadOnlyList<NoiseLevel> levels, Parametrisation prediction)
    {
        if (MixedPrecision)
        {
            base.Prepare(levels, prediction);
        }
        else
        {
            (Folds(prediction) ? NoiseShares(prediction) : shares).Prepare(levels);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        WeightsChanged();
        outputColumns.Dispose();
        Array.ForEach(blockColumns, static columns => columns.Dispose());
        base.Dispose(disposing);
    }

    /// <summary>Forgets what was kept for the levels: the weights have changed.</summary>
    internal void WeightsChanged()
    {
        shares.Dispose();
        foreach (LevelTensors<MlpShare> kept in noiseShares.Values)
        {
            kept.Dispose();
        }
    }

    // TorchSharp gives the factor of a product as float.
    private bool Folds(Parametrisation prediction) => prediction != Parametrisation.Noise && Type == ScalarType.Float32 && !MixedPrecision;

    private LevelTensors<MlpShare> NoiseShares(Parametrisation prediction)
    {
        if (!noiseShares.TryGetValue(prediction, out LevelTensors<MlpShare>? kept))
        {
            kept = new LevelTensors<MlpShare>(levels => Shares(levels, prediction));
            noiseShares.Add(prediction, kept);
        }

        return kept;
    }

    // SiLU of what the last residual layer leaves.
    private Tensor LastHidden(Tensor x, MlpShare share, Tensor? labels)
    {
        Tensor hidden = nn.functional.linear(x, inputWeight, share.Biases[0]);
        if (Classes > 0)
        {
            using Tensor rows = ClassRows(labels);
            hidden.Plus_(rows);
        }

        if (Kernels is { } kernels && share.Sums.Length > 0)
        {
            return LastHidden(hidden, share, kernels);
        }

        for (int i = 0; i < blocks.Length; i++)
        {
            using Tensor active = nn.functional.silu(hidden);
            using Tensor change = nn.functional.linear(active, blocks[i], share.Biases[i + 1]);
            hidden.Plus_(change);
        }

        return hidden.silu_();
    }

    // h keeps the sum of what the products add; the biases so far are added where SiLU is taken.
    private Tensor LastHidden(Tensor hidden, MlpShare share, TensorKernels kernels)
    {
        Tensor active = empty_like(hidden);
        for (int i = 0; i < blockColumns.Length; i++)
        {
            kernels.Activate(active, hidden, share.Sums[i]);
            hidden.addmm_(active, blockColumns[i], 1, 1);
        }

        kernels.Activate(active, hidden, share.Sums[^1]);
        hidden.Dispose();
        return active;
    }

    private Tensor ClassRows(Tensor? labels) => labels is null
        ? Weights["class.weight"].narrow(0, Settings.NoLabelRow, 1)
        : Weights["class.weight"].index_select(0, labels);

    // One product a layer for all levels; a level's share is a row of each. With a prediction, the output's are those of ε = a x + b y.
    private IEnumerable<MlpShare> Shares(IReadOnlyList<NoiseLevel> levels, Parametrisation? prediction)
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
        Tensor? ends = null;
        if (prediction is { } source)
        {
            Conversion[] conversions = [.. levels.Select(level => Conversion.ToAnswer(source, level))];
            Tensor onOther = Column(conversions.Select(conversion => conversion.OnOther));
            gains.mul_(onOther).Plus_(Column(conversions.Select(conversion => conversion.OnState)));
            ends = Weights["output.bias"].unsqueeze(0).mul(onOther);
        }

        // What the layers' biases add up to before each SiLU; the first product takes its own.
        Tensor[] sums = Kernels is null ? [] : [zeros_like(biases[0]), .. biases[1..]];
        for (int i = 1; i < sums.Length; i++)
        {
            sums[i] = sums[i].Plus(sums[i - 1]);
        }

        return [.. levels.Select((_, i) => new MlpShare(Array.ConvertAll(biases, bias => bias.select(0, i)), Array.ConvertAll(sums, sum => sum.select(0, i)), ends?.select(0, i), gains.select(0, i)))];

        Tensor Column(IEnumerable<double> values) => tensor(values.ToArray(), float64).to(Type, Device).unsqueeze(-1);
    }
}

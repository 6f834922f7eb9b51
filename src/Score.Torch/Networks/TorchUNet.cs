using ScoreSde.Checkpoints;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Torch.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ScoreSde.Torch.Networks;

/// <summary>
/// A U-Net for pictures, of the DDPM family: an embedding of noise level and class is added in every residual block; group norm, SiLU,
/// attention where pictures are small.
/// </summary>
/// <remarks>
/// Rows are pictures with the channels innermost. Names and shapes of the parameters are in docs/checkpoint-format.md.
/// </remarks>
public sealed class TorchUNet : TorchNetwork
{
    private const double NormEpsilon = 1e-5;
    private const long MostKeptNumbers = 1 << 25;

    private readonly UNetLayout layout;
    private readonly UNetBlock[] blocks;
    private readonly long[] widths;
    private readonly LevelTensors<Tensor> shifts;
    private FusedUNet? fused;

    /// <param name="settings">The shape.</param>
    /// <param name="seed">Fixes the initial weights.</param>
    /// <param name="type">float32 or float64.</param>
    /// <param name="device">Where the weights live.</param>
    /// <exception cref="ArgumentException">Names all faults of the settings at once.</exception>
    public TorchUNet(UNetSettings settings, ulong seed, ScalarType type, Device device)
        : this(settings.Checked(), new UNetLayout(settings), type, device) => Weights.Write(UNetWeights.Create(layout, seed));

    private TorchUNet(UNetSettings settings, UNetLayout layout, ScalarType type, Device device)
        : base(layout.Entries, settings.Image.Dimension, settings.TimeFeatures, settings.Classes, settings.LearnsVariance, type, device)
    {
        Settings = settings;
        this.layout = layout;
        blocks = [.. layout.Blocks];
        widths = [.. blocks.Select(block => Weights[$"{block.Name}.time.bias"].shape[0])];
        int most = (int)Math.Clamp(MostKeptNumbers / (widths.Sum() * (settings.Classes + 1)), 1, LevelTensors<Tensor>.Most);
        shifts = new LevelTensors<Tensor>(levels => levels.Select(ShiftsAt), most);
        ChannelsLast = device.type == DeviceType.CPU;
    }

    /// <summary>A trained network on a device. The caller disposes.</summary>
    /// <param name="checkpoint">The network.</param>
    /// <param name="type">float32 or float64.</param>
    /// <param name="device">Where the weights live.</param>
    public static TorchUNet Of(UNetCheckpoint checkpoint, ScalarType type, Device device)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var network = new TorchUNet(checkpoint.Network, 0, type, device);
        network.Weights.Write(checkpoint.Weights);
        return network;
    }

    /// <summary>The shape.</summary>
    public UNetSettings Settings { get; }

    /// <summary>
    /// Whether pictures keep their channels innermost from layer to layer. On the CPU they do, as the rows have them; libtorch's group norm on
    /// a GPU knows channels outermost alone and would copy to and fro at every norm.
    /// </summary>
    internal bool ChannelsLast { get; set; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Tensor features, Tensor? labels)
    {
        using DisposeScope scope = NewDisposeScope();
        return Pass(x, ShiftsOf(features, labels), false).Output.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override (Tensor Output, Tensor Variance) ForwardWithVariance(Tensor x, Tensor features, Tensor? labels)
    {
        NeedVariance();
        using DisposeScope scope = NewDisposeScope();
        (Tensor output, Tensor? variance) = Pass(x, ShiftsOf(features, labels), true);
        return (output.MoveToOuterDisposeScope(), variance!.MoveToOuterDisposeScope());
    }

    // What the blocks add, of rows that may have levels of their own.
    private Tensor ShiftsOf(Tensor features, Tensor? labels)
    {
        Tensor hidden = functional.silu(Linear(features, Weights["time.0.weight"], Weights["time.0.bias"]));
        Tensor embedding = Linear(hidden, Weights["time.2.weight"], Weights["time.2.bias"]);
        return Classes == 0 ? Project(embedding) : Projected(Weights["class.weight"]);

        // Of rows that share their level there are no more kinds than labels.
        Tensor Projected(Tensor table) =>
            labels is null ? Project(embedding.Plus(table.narrow(0, Classes, 1)))
            : features.shape[0] == 1 && labels.shape[0] > Classes ? Project(embedding.Plus(table)).index_select(0, labels)
            : Project(embedding.Plus(table.index_select(0, labels)));
    }

    /// <inheritdoc/>
    internal override Tensor Predict(Tensor x, NoiseLevel level, Tensor? labels)
    {
        if (MixedPrecision)
        {
            return base.Predict(x, level, labels);
        }

        using DisposeScope scope = NewDisposeScope();
        return Predict(x, level, labels, false).Output.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    internal override (Tensor Output, Tensor Variance) PredictWithVariance(Tensor x, NoiseLevel level, Tensor? labels)
    {
        NeedVariance();
        if (MixedPrecision)
        {
            return base.PredictWithVariance(x, level, labels);
        }

        using DisposeScope scope = NewDisposeScope();
        (Tensor output, Tensor? variance) = Predict(x, level, labels, true);
        return (output.MoveToOuterDisposeScope(), variance!.MoveToOuterDisposeScope());
    }

    private (Tensor Output, Tensor? Variance) Predict(Tensor x, NoiseLevel level, Tensor? labels, bool withVariance)
    {
        using IDisposable noGradients = no_grad();
        Tensor all = shifts.Get(level);
        Tensor rows = Classes == 0 ? all : labels is null ? all.narrow(0, Classes, 1) : all.index_select(0, labels);
        if (Kernels is { } kernels)
        {
            fused ??= new FusedUNet(layout, Settings, Weights, NormEpsilon);
            return fused.Pass(x, rows, kernels, withVariance);
        }

        return Pass(x, rows, withVariance);
    }

    /// <inheritdoc/>
    internal override void Prepare(IReadOnlyList<NoiseLevel> levels, Parametrisation prediction)
    {
        if (MixedPrecision)
        {
            base.Prepare(levels, prediction);
            return;
        }

        using IDisposable noGradients = no_grad();
        shifts.Prepare(levels);
    }

    /// <summary>Forgets what was kept for the levels: the weights have changed.</summary>
    internal void WeightsChanged()
    {
        shifts.Dispose();
        fused?.Dispose();
        fused = null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        WeightsChanged();
        base.Dispose(disposing);
    }

    // From the pictures to the output, with what the blocks add, [rows or 1, channels of all blocks].
    private (Tensor Output, Tensor? Variance) Pass(Tensor x, Tensor projected, bool withVariance)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] shifts = Array.ConvertAll(projected.split(widths, 1), part => part.unsqueeze(-1).unsqueeze(-1));
        int block = 0;
        Tensor h = Convolution(Pictures(x), "input");
        var kept = new Stack<Tensor>([h]);
        foreach (UNetLevel level in layout.Down)
        {
            foreach (UNetBlock part in level.Blocks)
            {
                h = Block(h, shifts[block++], part);
                kept.Push(h);
            }

            if (level.Sample is { } halve)
            {
                h = Convolution(h, halve, stride: 2);
                kept.Push(h);
            }
        }

        // From here on what was used last is given back at once, unless it is kept for the way up.
        foreach (UNetBlock part in layout.Middle.Blocks)
        {
            h = Instead(h, Block(h, shifts[block++], part), kept);
        }

        foreach (UNetLevel level in layout.Up)
        {
            foreach (UNetBlock part in level.Blocks)
            {
                using Tensor beside = kept.Pop();
                using Tensor both = cat([h, beside], 1);
                h = Instead(h, Block(both, shifts[block++], part), kept);
            }

            if (level.Sample is { } twice)
            {
                using Tensor larger = functional.interpolate(h, scale_factor: [2, 2]);
                h = Instead(h, Convolution(larger, twice), kept);
            }
        }

        h = Activated(h, "output.norm");
        return (Rows("output").MoveToOuterDisposeScope(), withVariance ? Rows("variance").MoveToOuterDisposeScope() : null);

        Tensor Rows(string name) => Convolution(h, name).permute(0, 2, 3, 1).reshape(-1, Dimension);
    }

    // What comes in the place of a tensor, which is given back unless it is kept for the way up.
    internal static Tensor Instead(Tensor old, Tensor next, Stack<Tensor> kept)
    {
        if (kept.Count == 0 || !ReferenceEquals(kept.Peek(), old))
        {
            old.Dispose();
        }

        return next;
    }

    private Tensor Pictures(Tensor x)
    {
        (int height, int width, int channels) = (Settings.Image.Height, Settings.Image.Width, Settings.Image.Channels);
        if (ChannelsLast)
        {
            return x.reshape(-1, height, width, channels).permute(0, 3, 1, 2);
        }

        return channels == 1
            ? x.reshape(-1, 1, height, width)
            : x.reshape(-1, height, width, channels).permute(0, 3, 1, 2).contiguous();
    }

    // W SiLU(embedding) + b of all blocks in one product, the bias of each first convolution, after which it is added, in b: [rows, channels of all].
    private Tensor Project(Tensor embedding)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = cat([.. blocks.Select(block => Weights[$"{block.Name}.time.weight"])], 0);
        Tensor bias = cat([.. blocks.Select(block => Weights[$"{block.Name}.time.bias"])], 0);
        Tensor first = cat([.. blocks.Select(block => Weights[$"{block.Name}.conv1.bias"])], 0);
        return Linear(functional.silu(embedding), weight, bias.Plus(first)).MoveToOuterDisposeScope();
    }

    // Of one level, for every label and for none: [classes + 1, channels of all blocks], or one row.
    private Tensor ShiftsAt(NoiseLevel level)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        using Tensor features = Features(level.Lambda);
        Tensor hidden = functional.silu(Linear(features, Weights["time.0.weight"], Weights["time.0.bias"]));
        Tensor embedding = Linear(hidden, Weights["time.2.weight"], Weights["time.2.bias"]);
        return Project(Classes == 0 ? embedding : embedding.Plus(Weights["class.weight"])).DetachFromDisposeScope();
    }

    // x + conv(SiLU(norm(conv(SiLU(norm(x))) + W SiLU(embedding)))), then attention.
    private Tensor Block(Tensor x, Tensor shift, UNetBlock block)
    {
        using DisposeScope scope = NewDisposeScope();
        string name = block.Name;
        Tensor h = Convolution(Activated(x, $"{name}.norm1"), $"{name}.conv1", biased: false).Plus_(shift);
        h = Convolution(Activated(h, $"{name}.norm2"), $"{name}.conv2");
        h.Plus_(block.HasSkip ? Convolution(x, $"{name}.skip", padding: 0) : x);
        return (block.Attention is { } attention ? Attention(h, attention) : h).MoveToOuterDisposeScope();
    }

    // One head over all pixels, as in DDPM. The axis of heads is what libtorch's fused kernels ask for.
    private Tensor Attention(Tensor x, string name)
    {
        (long channels, long height, long width) = (x.shape[1], x.shape[2], x.shape[3]);
        Tensor rows = Norm(x, $"{name}.norm").permute(0, 2, 3, 1).reshape(-1, 1, height * width, channels);
        Tensor[] parts = Linear(rows, Weights[$"{name}.qkv.weight"], Weights[$"{name}.qkv.bias"]).chunk(3, -1);
        Tensor mixed = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2]);
        Tensor change = Linear(mixed, Weights[$"{name}.output.weight"], Weights[$"{name}.output.bias"]);
        return x.Plus(change.reshape(-1, height, width, channels).permute(0, 3, 1, 2));
    }

    // SiLU of the norm; in its place where no gradient asks for what was there.
    private Tensor Activated(Tensor x, string name)
    {
        Tensor normal = Norm(x, name);
        return is_grad_enabled() ? functional.silu(normal) : normal.silu_();
    }

    private Tensor Norm(Tensor x, string name) =>
        functional.group_norm(x, Settings.Groups, Weights[$"{name}.weight"], Weights[$"{name}.bias"], NormEpsilon);

    private Tensor Convolution(Tensor x, string name, int stride = 1, int padding = 1, bool biased = true)
    {
        Tensor weight = Weights[$"{name}.weight"];
        Tensor? bias = biased ? Weights[$"{name}.bias"] : null;
        if (!MixedPrecision)
        {
            return Convolutions.Of(x, weight, bias, stride, padding, Convolutions.AreExact(x));
        }

        Tensor product = functional.conv2d(x.to(bfloat16), weight.to(bfloat16), null, [stride, stride], [padding, padding]);
        return bias is null ? product.to(Type) : product.to(Type).Plus(bias.reshape(1, -1, 1, 1));
    }
}

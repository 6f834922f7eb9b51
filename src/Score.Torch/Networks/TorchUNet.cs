using ScoreSde.Torch.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ScoreSde.Torch;

/// <summary>
/// A U-Net for pictures, of the DDPM family: an embedding of noise level and class is added in every residual block; group norm, SiLU,
/// attention where pictures are small.
/// </summary>
/// <remarks>
/// Rows are pictures with the channels innermost, which is libtorch's channels-last layout without a copy. Names and shapes of the
/// parameters are in docs/checkpoint-format.md.
/// </remarks>
public sealed class TorchUNet : TorchNetwork
{
    private const double NormEpsilon = 1e-5;
    private readonly UNetLayout layout;

    /// <param name="settings">The shape.</param>
    /// <param name="seed">Fixes the initial weights.</param>
    /// <param name="type">float32 or float64.</param>
    /// <param name="device">Where the weights live.</param>
    /// <exception cref="ArgumentException">Names all faults of the settings at once.</exception>
    public TorchUNet(UNetSettings settings, ulong seed, ScalarType type, Device device)
        : this(settings.Checked(), new UNetLayout(settings), type, device) => Weights.Write(UNetWeights.Create(layout, seed));

    private TorchUNet(UNetSettings settings, UNetLayout layout, ScalarType type, Device device)
        : base(layout.Entries, settings.Image.Dimension, settings.TimeFeatures, settings.Classes, type, device)
    {
        Settings = settings;
        this.layout = layout;
    }

    /// <summary>The shape.</summary>
    public UNetSettings Settings { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Tensor features, Tensor? labels)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor embedding = functional.silu(Embedding(features, labels));
        (int height, int width, int channels) = (Settings.Image.Height, Settings.Image.Width, Settings.Image.Channels);
        Tensor h = Convolution(x.reshape(-1, height, width, channels).permute(0, 3, 1, 2), "input");
        var kept = new Stack<Tensor>([h]);
        foreach (UNetLevel level in layout.Down)
        {
            foreach (UNetBlock block in level.Blocks)
            {
                h = Block(h, embedding, block);
                kept.Push(h);
            }

            if (level.Sample is { } halve)
            {
                h = Convolution(h, halve, stride: 2);
                kept.Push(h);
            }
        }

        foreach (UNetBlock block in layout.Middle.Blocks)
        {
            h = Block(h, embedding, block);
        }

        foreach (UNetLevel level in layout.Up)
        {
            foreach (UNetBlock block in level.Blocks)
            {
                h = Block(cat([h, kept.Pop()], 1), embedding, block);
            }

            if (level.Sample is { } twice)
            {
                h = Convolution(functional.interpolate(h, scale_factor: [2, 2]), twice);
            }
        }

        h = Convolution(functional.silu(Norm(h, "output.norm")), "output");
        return h.permute(0, 2, 3, 1).reshape(-1, Dimension).MoveToOuterDisposeScope();
    }

    private Tensor Embedding(Tensor features, Tensor? labels)
    {
        Tensor hidden = functional.silu(Linear(features, Weights["time.0.weight"], Weights["time.0.bias"]));
        Tensor embedding = Linear(hidden, Weights["time.2.weight"], Weights["time.2.bias"]);
        if (Classes == 0)
        {
            return embedding;
        }

        Tensor table = Weights["class.weight"];
        return embedding + (labels is null ? table.narrow(0, Classes, 1) : table.index_select(0, labels));
    }

    // x + conv(SiLU(norm(conv(SiLU(norm(x))) + W SiLU(embedding)))), then attention.
    private Tensor Block(Tensor x, Tensor embedding, UNetBlock block)
    {
        string name = block.Name;
        Tensor h = Convolution(functional.silu(Norm(x, $"{name}.norm1")), $"{name}.conv1");
        h = h + Linear(embedding, Weights[$"{name}.time.weight"], Weights[$"{name}.time.bias"]).unsqueeze(-1).unsqueeze(-1);
        h = Convolution(functional.silu(Norm(h, $"{name}.norm2")), $"{name}.conv2");
        h = h + (block.HasSkip ? Convolution(x, $"{name}.skip", padding: 0) : x);
        return block.Attention is { } attention ? Attention(h, attention) : h;
    }

    // One head over all pixels, as in DDPM.
    private Tensor Attention(Tensor x, string name)
    {
        (long channels, long height, long width) = (x.shape[1], x.shape[2], x.shape[3]);
        Tensor rows = Norm(x, $"{name}.norm").permute(0, 2, 3, 1).reshape(-1, height * width, channels);
        Tensor[] parts = Linear(rows, Weights[$"{name}.qkv.weight"], Weights[$"{name}.qkv.bias"]).chunk(3, -1);
        Tensor mixed = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2]);
        Tensor change = Linear(mixed, Weights[$"{name}.output.weight"], Weights[$"{name}.output.bias"]);
        return x + change.reshape(-1, height, width, channels).permute(0, 3, 1, 2);
    }

    private Tensor Norm(Tensor x, string name) =>
        functional.group_norm(x, Settings.Groups, Weights[$"{name}.weight"], Weights[$"{name}.bias"], NormEpsilon);

    private Tensor Convolution(Tensor x, string name, int stride = 1, int padding = 1)
    {
        Tensor weight = Weights[$"{name}.weight"];
        Tensor bias = Weights[$"{name}.bias"];
        if (!MixedPrecision)
        {
            return functional.conv2d(x, weight, bias, [stride, stride], [padding, padding]);
        }

        Tensor product = functional.conv2d(x.to(bfloat16), weight.to(bfloat16), null, [stride, stride], [padding, padding]);
        return product.to(Type) + bias.reshape(1, -1, 1, 1);
    }
}

using ScoreSde.Networks;
using ScoreSde.Torch.Kernels;
using ScoreSde.Torch.States;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ScoreSde.Torch.Networks;

/// <summary>
/// A U-Net's pass for samplers: pictures keep their channels innermost, as tensor cores want them, and what stands between two convolutions is one kernel of
/// our own: norm, what the embedding adds and SiLU; both biases and the shortcut.
/// </summary>
/// <remarks>Has weights of its own in the order of such pictures: made anew when those of the network change. Without gradients.</remarks>
internal sealed class FusedUNet : IDisposable
{
    private readonly UNetSettings settings;
    private readonly double epsilon;
    private readonly List<Tensor> made = [];
    private readonly List<List<Block>> down = [];
    private readonly List<Block> middle;
    private readonly List<List<Block>> up = [];
    private readonly List<Convolution?> halves = [];
    private readonly List<Convolution?> twices = [];
    private readonly Convolution input;
    private readonly Convolution output;
    private readonly Gains outputNorm;

    public FusedUNet(UNetLayout layout, UNetSettings settings, NetworkParameters weights, double epsilon)
    {
        this.settings = settings;
        this.epsilon = epsilon;
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        int first = 0;
        input = new Convolution(Innermost("input"), weights["input.bias"]);
        foreach (UNetLevel level in layout.Down)
        {
            down.Add([.. level.Blocks.Select(Of)]);
            halves.Add(level.Sample is { } name ? new Convolution(Innermost(name), weights[$"{name}.bias"]) : null);
        }

        middle = [.. layout.Middle.Blocks.Select(Of)];
        foreach (UNetLevel level in layout.Up)
        {
            up.Add([.. level.Blocks.Select(Of)]);
            twices.Add(level.Sample is { } name ? new Convolution(Innermost(name), weights[$"{name}.bias"]) : null);
        }

        output = new Convolution(Innermost("output"), weights["output.bias"]);
        outputNorm = NormOf("output.norm");

        Block Of(UNetBlock block)
        {
            string name = block.Name;
            Tensor bias = weights[$"{name}.conv2.bias"];
            int width = (int)bias.shape[0];
            var result = new Block(
                NormOf($"{name}.norm1"),
                Innermost($"{name}.conv1"),
                first,
                width,
                NormOf($"{name}.norm2"),
                Innermost($"{name}.conv2"),
                block.HasSkip ? Innermost($"{name}.skip") : null,
                block.HasSkip ? Keep(bias.Plus(weights[$"{name}.skip.bias"])) : bias,
                block.Attention is { } attention ? new Attention(
                    NormOf($"{attention}.norm"),
                    weights[$"{attention}.qkv.weight"],
                    weights[$"{attention}.qkv.bias"],
                    weights[$"{attention}.output.weight"],
                    weights[$"{attention}.output.bias"]) : null);
            first += width;
            return result;
        }

        Gains NormOf(string name) => new(weights[$"{name}.weight"], weights[$"{name}.bias"]);

        // The same numbers with the channels that are summed innermost in memory.
        Tensor Innermost(string name) => Keep(weights[$"{name}.weight"].permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));

        Tensor Keep(Tensor tensor)
        {
            made.Add(tensor.DetachFromDisposeScope());
            return tensor;
        }
    }

    /// <summary>From the pictures to the output.</summary>
    /// <param name="x">[rows, dimension].</param>
    /// <param name="projected">What the blocks add, [rows or 1, channels of all blocks].</param>
    /// <param name="kernels">The kernels.</param>
    public Tensor Pass(Tensor x, Tensor projected, TensorKernels kernels)
    {
        using DisposeScope scope = NewDisposeScope();
        (int height, int width, int channels) = (settings.Image.Height, settings.Image.Width, settings.Image.Channels);
        Tensor h = Convolve(x.reshape(-1, height, width, channels).permute(0, 3, 1, 2), input);
        var kept = new Stack<Tensor>([h]);
        for (int level = 0; level < down.Count; level++)
        {
            foreach (Block block in down[level])
            {
                h = Through(h, projected, block, kernels);
                kept.Push(h);
            }

            if (halves[level] is { } halve)
            {
                h = Convolve(h, halve, stride: 2);
                kept.Push(h);
            }
        }

        // From here on what was used last is given back at once, unless it is kept for the way up.
        foreach (Block block in middle)
        {
            h = TorchUNet.Instead(h, Through(h, projected, block, kernels), kept);
        }

        for (int level = 0; level < up.Count; level++)
        {
            foreach (Block block in up[level])
            {
                using Tensor beside = kept.Pop();
                using Tensor both = Plain(cat([h, beside], 1));
                h = TorchUNet.Instead(h, Through(both, projected, block, kernels), kept);
            }

            if (twices[level] is { } twice)
            {
                using Tensor larger = functional.interpolate(h, scale_factor: [2, 2]);
                h = TorchUNet.Instead(h, Convolve(larger, twice), kept);
            }
        }

        using Tensor normal = Normal(h, outputNorm, kernels, activate: true);
        Tensor pictures = Convolve(normal, output);
        return pictures.permute(0, 2, 3, 1).reshape(-1, settings.Image.Dimension).MoveToOuterDisposeScope();
    }

    public void Dispose() => made.ForEach(static tensor => tensor.Dispose());

    // x + conv(SiLU(norm(conv(SiLU(norm(x))) + shift))), then attention.
    private Tensor Through(Tensor x, Tensor projected, Block block, TensorKernels kernels)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor h = Convolve(Normal(x, block.First, kernels, activate: true), block.FirstWeight);
        Tensor shift = projected.narrow(1, block.Offset, block.Width);
        kernels.Norm(h, h, shift, block.Second.Weight, block.Second.Bias, settings.Groups, epsilon, activate: true);
        h = Convolve(h, block.SecondWeight);
        kernels.Join(h, block.Skip is { } skip ? Convolve(x, skip, padding: 0) : x, block.Bias);
        return (block.Attention is { } attention ? Attend(h, attention, kernels) : h).MoveToOuterDisposeScope();
    }

    // One head over all pixels, as in DDPM. The axis of heads is what libtorch's fused kernels ask for.
    private Tensor Attend(Tensor x, Attention attention, TensorKernels kernels)
    {
        (long channels, long height, long width) = (x.shape[1], x.shape[2], x.shape[3]);
        Tensor rows = Normal(x, attention.Norm, kernels, activate: false).permute(0, 2, 3, 1).view(-1, 1, height * width, channels);
        Tensor[] parts = functional.linear(rows, attention.Joint, attention.JointBias).chunk(3, -1);
        Tensor mixed = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2]);
        Tensor change = functional.linear(mixed, attention.Output, attention.OutputBias).reshape(-1, height, width, channels);
        return change.Plus_(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2);
    }

    private Tensor Normal(Tensor x, Gains gains, TensorKernels kernels, bool activate)
    {
        Tensor normal = empty_like(x);
        kernels.Norm(normal, x, null, gains.Weight, gains.Bias, settings.Groups, epsilon, activate);
        return normal;
    }

    private static Tensor Convolve(Tensor x, Convolution with, int stride = 1) => Convolve(x, with.Weight, with.Bias, stride);

    private static Tensor Convolve(Tensor x, Tensor weight, Tensor? bias = null, int stride = 1, int padding = 1) =>
        Plain(functional.conv2d(x, weight, bias, [stride, stride], [padding, padding]));

    // What libtorch made with the channels outermost all the same, put right: kernels read the memory.
    private static Tensor Plain(Tensor x)
    {
        long channels = x.shape[1];
        long[] strides = x.stride();
        if (strides[1] == 1 && strides[3] == channels && strides[2] == channels * x.shape[3])
        {
            return x;
        }

        using (x)
        {
            using Tensor rows = x.permute(0, 2, 3, 1);
            using Tensor inner = rows.contiguous();
            return inner.permute(0, 3, 1, 2);
        }
    }

    private sealed record Gains(Tensor Weight, Tensor Bias);

    private sealed record Convolution(Tensor Weight, Tensor Bias);

    private sealed record Attention(Gains Norm, Tensor Joint, Tensor JointBias, Tensor Output, Tensor OutputBias);

    private sealed record Block(
        Gains First, Tensor FirstWeight, int Offset, int Width, Gains Second, Tensor SecondWeight, Tensor? Skip, Tensor Bias, Attention? Attention);
}

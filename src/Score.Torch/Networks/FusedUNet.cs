using ScoreSde.Networks;
using ScoreSde.Torch.Kernels;
using ScoreSde.Torch.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ScoreSde.Torch.Networks;

/// <summary>
/// A U-Net's pass for samplers: pictures keep their channels innermost, as tensor cores want them, and what stands between two convolutions is one kernel of
/// our own: norm, what the embedding adds and SiLU; both biases and the shortcut.
/// </summary>
/// <remarks>
/// Has weights of its own in the order of such pictures: made anew when those of the network change. Without gradients. A bias is never added alone: that of a
/// convolution between levels waits for the norms and sums that read its pictures (<see cref="Waiting"/>). What joins from the way down is read beside what comes up.
/// </remarks>
internal sealed class FusedUNet : IDisposable
{
    private readonly UNetSettings settings;
    private readonly double epsilon;
    private readonly List<Tensor> made = [];
    private readonly List<List<Block>> down = [];
    private readonly List<Block> middle;
    private readonly List<List<Block>> up = [];
    private readonly List<Tensor?> halves = [];
    private readonly List<Tensor?> twices = [];
    private readonly Few input;
    private readonly Few output;
    private readonly Few? variance;
    private readonly Gains outputNorm;

    public FusedUNet(UNetLayout layout, UNetSettings settings, NetworkParameters weights, double epsilon)
    {
        this.settings = settings;
        this.epsilon = epsilon;
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        int first = 0;
        input = FewOf("input", 2, 3, 1, 0);
        var h = new Waiting(settings.Channels, null);
        var kept = new Stack<Waiting>([h]);
        foreach (UNetLevel level in layout.Down)
        {
            down.Add([.. level.Blocks.Select(block =>
            {
                Block made = Of(block, null);
                kept.Push(h);
                return made;
            })]);
            halves.Add(level.Sample is { } name ? Innermost(name) : null);
            if (level.Sample is { } halved)
            {
                h = h with { Bias = weights[$"{halved}.bias"] };
                kept.Push(h);
            }
        }

        middle = [.. layout.Middle.Blocks.Select(block => Of(block, null))];
        foreach (UNetLevel level in layout.Up)
        {
            up.Add([.. level.Blocks.Select(block => Of(block, kept.Pop()))]);
            twices.Add(level.Sample is { } name ? Innermost(name) : null);
            if (level.Sample is { } doubled)
            {
                h = h with { Bias = weights[$"{doubled}.bias"] };
            }
        }

        output = FewOf("output", 2, 3, 0, 1);
        variance = settings.LearnsVariance ? FewOf("variance", 2, 3, 0, 1) : null;
        outputNorm = NormOf("output.norm");

        Block Of(UNetBlock block, Waiting? beside)
        {
            string name = block.Name;
            Tensor bias = weights[$"{name}.conv2.bias"];
            int width = (int)bias.shape[0];
            Tensor? waiting = h.With(beside, weights.Flat.dtype, weights.Flat.device);
            Tensor? skip = null;
            Tensor? skipBeside = null;
            if (block.HasSkip)
            {
                Tensor all = weights[$"{name}.skip.weight"];
                bias = bias.Plus(weights[$"{name}.skip.bias"]);
                bias = waiting is null ? bias : bias.Plus(all.reshape(width, -1).mv(waiting));
                skip = Turned(all.narrow(1, 0, h.Channels));
                skipBeside = beside is null ? null : Turned(all.narrow(1, h.Channels, beside.Channels));
            }
            else if (waiting is not null)
            {
                bias = bias.Plus(waiting);
            }

            var result = new Block(
                NormOf($"{name}.norm1"),
                waiting is null ? null : Keep(waiting.unsqueeze(0)),
                Innermost($"{name}.conv1"),
                first,
                width,
                NormOf($"{name}.norm2"),
                Innermost($"{name}.conv2"),
                skip,
                skipBeside,
                block.HasSkip || waiting is not null ? Keep(bias) : bias,
                block.Attention is { } attention ? new Attention(
                    NormOf($"{attention}.norm"),
                    weights[$"{attention}.qkv.weight"],
                    weights[$"{attention}.qkv.bias"],
                    weights[$"{attention}.output.weight"],
                    weights[$"{attention}.output.bias"]) : null);
            first += width;
            h = new Waiting(width, null);
            return result;
        }

        Gains NormOf(string name) => new(weights[$"{name}.weight"], weights[$"{name}.bias"]);

        Few FewOf(string name, params ReadOnlySpan<long> order) =>
            new(Keep(weights[$"{name}.weight"].permute([.. order]).contiguous()), Innermost(name), weights[$"{name}.bias"]);

        Tensor Innermost(string name) => Turned(weights[$"{name}.weight"]);

        // The same numbers with the channels that are summed innermost in memory.
        Tensor Turned(Tensor weight) => Keep(weight.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));

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
    /// <param name="withVariance">Whether what was learned of variances is wanted too.</param>
    public (Tensor Output, Tensor? Variance) Pass(Tensor x, Tensor projected, TensorKernels kernels, bool withVariance)
    {
        using DisposeScope scope = NewDisposeScope();
        var pass = new Passing(kernels, projected, Convolutions.AreExact(x));
        Tensor h = Input(x, kernels);
        var kept = new Stack<Tensor>([h]);
        for (int level = 0; level < down.Count; level++)
        {
            foreach (Block block in down[level])
            {
                h = Through(h, null, block, pass);
                kept.Push(h);
            }

            if (halves[level] is { } halve)
            {
                h = pass.Convolve(h, halve, stride: 2);
                kept.Push(h);
            }
        }

        // From here on what was used last is given back at once, unless it is kept for the way up.
        foreach (Block block in middle)
        {
            h = TorchUNet.Instead(h, Through(h, null, block, pass), kept);
        }

        for (int level = 0; level < up.Count; level++)
        {
            foreach (Block block in up[level])
            {
                using Tensor beside = kept.Pop();
                h = TorchUNet.Instead(h, Through(h, beside, block, pass), kept);
            }

            if (twices[level] is { } twice)
            {
                using Tensor larger = functional.interpolate(h, scale_factor: [2, 2]);
                h = TorchUNet.Instead(h, pass.Convolve(larger, twice), kept);
            }
        }

        Tensor last = Normal(h, null, null, outputNorm, kernels, activate: true);
        Tensor? second = withVariance ? Gathered(last, variance!, kernels).MoveToOuterDisposeScope() : null;
        return (Gathered(last, output, kernels).MoveToOuterDisposeScope(), second);
    }

    public void Dispose() => made.ForEach(static tensor => tensor.Dispose());

    // x + conv(SiLU(norm(conv(SiLU(norm(x))) + shift))), then attention.
    private Tensor Through(Tensor x, Tensor? beside, Block block, Passing pass)
    {
        using DisposeScope scope = NewDisposeScope();
        TensorKernels kernels = pass.Kernels;
        Tensor h = pass.Convolve(Normal(x, beside, block.Waiting, block.First, kernels, activate: true), block.FirstWeight);
        Tensor shift = pass.Projected.narrow(1, block.Offset, block.Width);
        kernels.Norm(h, h, null, shift, block.Second.Weight, block.Second.Bias, settings.Groups, epsilon, activate: true);
        h = pass.Convolve(h, block.SecondWeight);
        Tensor? further = beside is not null && block.SkipBeside is { } other ? pass.Convolve(beside, other, padding: 0) : null;
        kernels.Join(h, block.Skip is { } skip ? pass.Convolve(x, skip, padding: 0) : x, further, block.Bias);
        return (block.Attention is { } attention ? Attend(h, attention, kernels) : h).MoveToOuterDisposeScope();
    }

    // One head over all pixels, as in DDPM. The axis of heads is what libtorch's fused kernels ask for.
    private Tensor Attend(Tensor x, Attention attention, TensorKernels kernels)
    {
        (long channels, long height, long width) = (x.shape[1], x.shape[2], x.shape[3]);
        Tensor rows = Normal(x, null, null, attention.Norm, kernels, activate: false).permute(0, 2, 3, 1).view(-1, 1, height * width, channels);
        Tensor[] parts = functional.linear(rows, attention.Joint, attention.JointBias).chunk(3, -1);
        Tensor mixed = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2]);
        Tensor change = functional.linear(mixed, attention.Output, attention.OutputBias).reshape(-1, height, width, channels);
        return change.Plus_(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2);
    }

    private Tensor Normal(Tensor x, Tensor? beside, Tensor? waiting, Gains gains, TensorKernels kernels, bool activate)
    {
        Tensor normal = beside is null ? empty_like(x) : Pictures(x.shape[0], x.shape[1] + beside.shape[1], x.shape[2], x.shape[3], x);
        kernels.Norm(normal, x, beside, waiting, gains.Weight, gains.Bias, settings.Groups, epsilon, activate);
        return normal;
    }

    private Tensor Input(Tensor x, TensorKernels kernels)
    {
        (int height, int width, int channels) = (settings.Image.Height, settings.Image.Width, settings.Image.Channels);
        Tensor rows = x.contiguous();
        Tensor h = Pictures(x.shape[0], settings.Channels, height, width, x);
        return kernels.TrySpread(h, rows, input.Weight, input.Bias)
            ? h
            : Plain(functional.conv2d(rows.view(-1, height, width, channels).permute(0, 3, 1, 2), input.Innermost, input.Bias, [1, 1], [1, 1]));
    }

    private Tensor Gathered(Tensor h, Few layer, TensorKernels kernels)
    {
        int dimension = settings.Image.Dimension;
        Tensor rows = empty(h.shape[0], dimension, h.dtype, h.device);
        return kernels.TryGather(rows, h, layer.Weight, layer.Bias)
            ? rows
            : functional.conv2d(h, layer.Innermost, layer.Bias, [1, 1], [1, 1]).permute(0, 2, 3, 1).reshape(-1, dimension);
    }

    private static Tensor Pictures(long count, long channels, long height, long width, Tensor like) =>
        empty([count, height, width, channels], like.dtype, like.device).permute(0, 3, 1, 2);

    // What libtorch made with the channels outermost all the same, put right: kernels read the memory.
    internal static Tensor Plain(Tensor x)
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

    /// <summary>What one pass holds.</summary>
    /// <param name="Kernels">The kernels.</param>
    /// <param name="Projected">What the blocks add.</param>
    /// <param name="InParts">Whether long sums are made in parts.</param>
    private sealed record Passing(TensorKernels Kernels, Tensor Projected, bool InParts)
    {
        public Tensor Convolve(Tensor x, Tensor weight, int stride = 1, int padding = 1) => Plain(Convolutions.Of(x, weight, null, stride, padding, InParts));
    }

    /// <summary>Pictures on their way, when the weights are laid out: how many channels, and the bias that is yet to be added to them.</summary>
    private sealed record Waiting(int Channels, Tensor? Bias)
    {
        /// <summary>The biases of both, with zeros where none is; null where none is at all.</summary>
        public Tensor? With(Waiting? beside, ScalarType type, Device device) =>
            Bias is null && beside?.Bias is null ? null
            : beside is null ? Bias
            : cat([Bias ?? zeros(Channels, type, device), beside.Bias ?? zeros(beside.Channels, type, device)], 0);
    }

    private sealed record Gains(Tensor Weight, Tensor Bias);

    private sealed record Few(Tensor Weight, Tensor Innermost, Tensor Bias);

    private sealed record Attention(Gains Norm, Tensor Joint, Tensor JointBias, Tensor Output, Tensor OutputBias);

    private sealed record Block(
        Gains First,
        Tensor? Waiting,
        Tensor FirstWeight,
        int Offset,
        int Width,
        Gains Second,
        Tensor SecondWeight,
        Tensor? Skip,
        Tensor? SkipBeside,
        Tensor Bias,
        Attention? Attention);
}

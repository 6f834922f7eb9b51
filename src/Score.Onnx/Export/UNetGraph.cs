using ScoreSde.Checkpoints;
using ScoreSde.Networks;
using static ScoreSde.Onnx.Export.GraphWriter;
using static ScoreSde.Onnx.Export.NetworkInputs;

namespace ScoreSde.Onnx.Export;

/// <summary>A U-Net as a graph; the layers are those of docs/checkpoint-format.md.</summary>
/// <remarks>
/// ONNX Runtime has convolutions and instance norms for float32 alone. In float64 they are matrix products over shifted copies, and means.
/// </remarks>
internal sealed class UNetGraph
{
    private const double NormEpsilon = 1e-5;

    private readonly GraphWriter graph;
    private readonly UNetSettings settings;
    private readonly UNetLayout layout;
    private readonly Dictionary<string, int[]> shapes;
    private readonly HashSet<string> constants = [];
    private readonly Dictionary<string, float[]> weights = new(StringComparer.Ordinal);
    private (int Height, int Width) size;

    private UNetGraph(UNetCheckpoint checkpoint, WeightFormat format)
    {
        graph = new GraphWriter(format);
        settings = checkpoint.Network;
        layout = checkpoint.Layout;
        shapes = layout.Entries.ToDictionary(static entry => entry.Name, static entry => entry.Shape, StringComparer.Ordinal);
        HashSet<string> folded = graph.IsDouble ? [] : ["output.weight", "variance.weight", .. layout.Up.Where(static level => level.Sample is not null).Select(static level => $"{level.Sample}.weight")];
        for (int i = 0; i < checkpoint.Weights.Length; i++)
        {
            if (folded.Contains(layout.Entries[i].Name))
            {
                weights.Add(layout.Entries[i].Name, checkpoint.Weights[i]);
            }
            else
            {
                graph.Parameter(layout.Entries[i].Name, layout.Entries[i].Shape, checkpoint.Weights[i]);
            }
        }

        size = (settings.Image.Height, settings.Image.Width);
    }

    /// <summary>The file's bytes.</summary>
    public static byte[] Of(UNetCheckpoint checkpoint, WeightFormat format)
    {
        var writer = new UNetGraph(checkpoint, format);
        writer.Write();
        return writer.graph.ToBytes();
    }

    private void Write()
    {
        (int height, int width, int colours) = (settings.Image.Height, settings.Image.Width, settings.Image.Channels);
        Declare(graph, ShapeOf(settings.Image, settings.Image.Dimension), settings.Classes, settings.LearnsVariance);
        Queue<string> shifts = Shifts();
        string h = Convolution(
            colours == 1 ? Reshape(Sample, 0, 1, height, width) : Transpose(Sample, 0, 3, 1, 2), "input");
        var kept = new Stack<string>([h]);
        foreach (UNetLevel level in layout.Down)
        {
            foreach (UNetBlock block in level.Blocks)
            {
                h = Block(h, block, shifts);
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
            h = Block(h, block, shifts);
        }

        foreach (UNetLevel level in layout.Up)
        {
            foreach (UNetBlock block in level.Blocks)
            {
                h = Block(graph.NodeWith("Concat", "axis", 1, h, kept.Pop()), block, shifts);
            }

            if (level.Sample is { } twice)
            {
                h = graph.IsDouble ? Convolution(Doubled(h, shapes[$"{twice}.bias"][0]), twice) : DoubledAndConvolved(h, twice);
            }
        }

        h = Activated(h, "output.norm");
        string mean = Last(h, "output");
        h = settings.LearnsVariance ? graph.NodeWith("Concat", "axis", 1, mean, Last(h, "variance")) : mean;
        if (colours == 1 && !settings.LearnsVariance)
        {
            graph.NodeAs(Prediction, "Reshape", h, Wholes(0, height, width, 1));
        }
        else
        {
            graph.NodeAs(Prediction, "Identity", Transpose(h, 0, 2, 3, 1));
        }
    }

    private string Last(string x, string name) => graph.IsDouble ? Convolution(x, name) : Narrowed(x, name);

    // What each block adds after its first convolution, W SiLU(e) + b with the bias of that convolution, of all blocks in one product.
    private Queue<string> Shifts()
    {
        UNetBlock[] blocks = [.. layout.Blocks];
        string hidden = Silu(graph, Affine(graph, Features(graph, settings.TimeFeatures), "time.0.weight", "time.0.bias"));
        string embedding = Affine(graph, hidden, "time.2.weight", "time.2.bias");
        if (settings.Classes > 0)
        {
            embedding = graph.Node("Add", embedding, graph.Node("Gather", "class.weight", Label));
        }

        string bias = graph.Node("Add", Stacked("time.bias"), Stacked("conv1.bias"));
        string all = Affine(graph, Silu(graph, embedding), Stacked("time.weight"), bias);
        string[] parts = graph.Split(all, 1, [.. blocks.Select(block => shapes[$"{block.Name}.time.bias"][0])]);
        return new Queue<string>(parts.Select(part => Reshape(part, 0, -1, 1, 1)));

        string Stacked(string parameter) => graph.NodeWith("Concat", "axis", 0, [.. blocks.Select(block => $"{block.Name}.{parameter}")]);
    }

    private string Block(string x, UNetBlock block, Queue<string> shifts)
    {
        string name = block.Name;
        string h = graph.Node("Add", Convolution(Activated(x, $"{name}.norm1"), $"{name}.conv1", biased: false), shifts.Dequeue());
        h = Convolution(Activated(h, $"{name}.norm2"), $"{name}.conv2");
        h = graph.Node("Add", h, block.HasSkip ? Convolution(x, $"{name}.skip") : x);
        return block.Attention is { } attention ? Attention(h, attention) : h;
    }

    // One head over all pixels: softmax(q kᵀ/√c) v.
    private string Attention(string x, string name)
    {
        int channels = shapes[$"{name}.norm.weight"][0];
        string rows = Transpose(Reshape(Norm(x, $"{name}.norm"), 0, channels, -1), 0, 2, 1);
        string[] parts = graph.Split(Rows(rows, $"{name}.qkv"), 2, [channels, channels, channels]);
        // ONNX Runtime makes one number a factor of its product, as a float32; of a number for each channel it does not.
        string root = graph.IsDouble
            ? graph.Constant($"{name}.root", [channels], Enumerable.Repeat(Math.Sqrt(channels), channels).ToArray())
            : graph.Constant($"{name}.root", [1], [MathF.Sqrt(channels)]);
        string products = graph.Node("MatMul", graph.Node("Div", parts[0], root), Transpose(parts[1], 0, 2, 1));
        string mixed = graph.Node("MatMul", graph.NodeWith("Softmax", "axis", -1, products), parts[2]);
        string change = Transpose(Rows(mixed, $"{name}.output"), 0, 2, 1);
        return graph.Node("Add", x, Reshape(change, 0, channels, size.Height, size.Width));
    }

    private string Rows(string x, string name) =>
        graph.Node("Add", graph.Node("MatMul", x, Transpose($"{name}.weight", 1, 0)), $"{name}.bias");

    private string Activated(string x, string name) => Silu(graph, Norm(x, name));

    private string Norm(string x, string name)
    {
        int channels = shapes[$"{name}.weight"][0];
        string groups = Reshape(x, 0, settings.Groups, -1);
        string normal = Reshape(graph.IsDouble ? Centred(groups) : Instances(groups), 0, channels, size.Height, size.Width);
        return graph.IsDouble
            ? graph.Node("Add", graph.Node("Mul", normal, Reshape($"{name}.weight", -1, 1, 1)), Reshape($"{name}.bias", -1, 1, 1))
            : graph.NodeWith("BatchNormalization", [Setting("epsilon", 0.0)], normal, $"{name}.weight", $"{name}.bias", Filled("zero", 0, channels), Filled("one", 1, channels));
    }

    private string Instances(string groups) => graph.NodeWith(
        "InstanceNormalization", [Setting("epsilon", NormEpsilon)], groups, Filled("one", 1, settings.Groups), Filled("zero", 0, settings.Groups));

    // An operator's setting would be a float32.
    private string Centred(string groups)
    {
        string epsilon = constants.Add("epsilon") ? graph.Constant("epsilon", [1], [NormEpsilon]) : "epsilon";
        string centred = graph.Node("Sub", groups, Mean(groups));
        return graph.Node("Div", centred, graph.Node("Sqrt", graph.Node("Add", Mean(graph.Node("Mul", centred, centred)), epsilon)));

        string Mean(string x) => graph.NodeWith("ReduceMean", [Setting("axes", [2L]), Setting("keepdims", 1L)], x);
    }

    private string Convolution(string x, string name, int stride = 1, bool biased = true)
    {
        int[] shape = shapes[$"{name}.weight"];
        int reach = shape[2] / 2;
        size = (size.Height / stride, size.Width / stride);
        if (!graph.IsDouble)
        {
            string[] inputs = biased ? [x, $"{name}.weight", $"{name}.bias"] : [x, $"{name}.weight"];
            return graph.NodeWith("Conv", [Setting("pads", [reach, reach, reach, reach]), Setting("strides", [stride, stride])], inputs);
        }

        string weight = Reshape(Transpose($"{name}.weight", 0, 2, 3, 1), shape[0], -1);
        string columns = Columns(x, shape[1], shape[2], stride);
        string product = Reshape(graph.Node("MatMul", weight, columns), 0, shape[0], size.Height, size.Width);
        return biased ? graph.Node("Add", product, Reshape($"{name}.bias", -1, 1, 1)) : product;
    }

    // A convolution to few channels: ONNX Runtime's own makes sixteen at least; the transpose of one is a product and sums.
    private string Narrowed(string x, string name)
    {
        int[] shape = shapes[$"{name}.weight"];
        string kernel = graph.Parameter($"{name}.weight", [shape[1], shape[0], 3, 3], Turned(weights[$"{name}.weight"], shape[0], shape[1]));
        return graph.NodeWith("ConvTranspose", [Setting("pads", [1L, 1, 1, 1])], x, kernel, $"{name}.bias");
    }

    // [out, in, 3, 3] as [in, out, 3, 3] with the taps from the last to the first.
    private static float[] Turned(float[] kernels, int outputs, int inputs)
    {
        var turned = new float[kernels.Length];
        for (int i = 0; i < kernels.Length; i++)
        {
            (int output, int input, int tap) = (i / (9 * inputs), i / 9 % inputs, i % 9);
            turned[(((input * outputs) + output) * 9) + 8 - tap] = kernels[i];
        }

        return turned;
    }

    // [rows, taps · channels, pixels]: for each tap of the kernel the picture shifted by it.
    private string Columns(string x, int channels, int taps, int stride)
    {
        if (taps == 1)
        {
            return Reshape(x, 0, channels, -1);
        }

        string padded = graph.Node("Pad", x, Wholes(0, 0, 1, 1, 0, 0, 1, 1));
        var shifted = new List<string>();
        for (int i = 0; i < taps * taps; i++)
        {
            (int down, int right) = (i / taps, i % taps);
            shifted.Add(graph.Node(
                "Slice",
                padded,
                Wholes(down, right),
                Wholes(down + (stride * (size.Height - 1)) + 1, right + (stride * (size.Width - 1)) + 1),
                Wholes(2, 3),
                Wholes(stride, stride)));
        }

        return Reshape(graph.NodeWith("Concat", "axis", 1, [.. shifted]), 0, taps * taps * channels, -1);
    }

    // A 3 × 3 convolution of pixels doubled both ways is four of 2 × 2, one for each place of a result in its square, whose taps are sums: 4/9 of the products.
    private string DoubledAndConvolved(string x, string name)
    {
        int[] shape = shapes[$"{name}.weight"];
        var places = new string[4];
        for (int place = 0; place < places.Length; place++)
        {
            (int down, int right) = (place / 2, place % 2);
            string kernel = graph.Parameter($"{name}.weight.{place}", [shape[0], shape[1], 2, 2], Summed(weights[$"{name}.weight"], down, right));
            places[place] = graph.NodeWith("Conv", [Setting("pads", [1L - down, 1L - right, down, right])], x, kernel, $"{name}.bias");
        }

        size = (2 * size.Height, 2 * size.Width);
        // Rows of the four places side by side are two rows of the result; a product with ones puts their columns in turns, which DepthToSpace does a number at a time.
        string rows = Reshape(graph.NodeWith("Concat", "axis", 3, places), 0, shape[0], size.Height, size.Width);
        return graph.Node("MatMul", rows, InTurns(size.Width));
    }

    // Column 2x takes x of the first half, column 2x + 1 that of the second.
    private string InTurns(int width)
    {
        string name = $"turns.{width}";
        if (!constants.Add(name))
        {
            return name;
        }

        var ones = new float[width * width];
        for (int i = 0; i < width; i++)
        {
            ones[(i * width) + (i < width / 2 ? 2 * i : (2 * i) - width + 1)] = 1;
        }

        return graph.Constant(name, [width, width], ones);
    }

    // Of three taps the first alone and the sum of the others, or the sum of the first two and the last, along both axes.
    private static float[] Summed(float[] kernels, int down, int right)
    {
        var sums = new float[kernels.Length / 9 * 4];
        for (int i = 0; i < kernels.Length; i++)
        {
            (int kernel, int row, int column) = (i / 9, i / 3 % 3, i % 3);
            sums[(kernel * 4) + (2 * ((row + 1 - down) / 2)) + ((column + 1 - right) / 2)] += kernels[i];
        }

        return sums;
    }

    // Each pixel twice both ways, in float64.
    private string Doubled(string x, int channels)
    {
        (int height, int width) = size;
        size = (2 * height, 2 * width);
        string each = graph.Node("Expand", Reshape(x, 0, channels, height, 1, width, 1), Wholes(1, 1, 1, 2, 1, 2));
        return Reshape(each, 0, channels, size.Height, size.Width);
    }

    private string Reshape(string x, params long[] shape) => graph.Node("Reshape", x, Wholes(shape));

    private string Transpose(string x, params long[] axes) => graph.NodeWith("Transpose", [Setting("perm", axes)], x);

    // One constant for each list of whole numbers, and for each length of equal ones.
    private string Wholes(params long[] values)
    {
        string name = $"whole.{string.Join('.', values)}";
        return constants.Add(name) ? graph.Constant(name, values) : name;
    }

    private string Filled(string word, float value, int length)
    {
        string name = $"{word}.{length}";
        return constants.Add(name) ? graph.Constant(name, [length], Enumerable.Repeat(value, length).ToArray()) : name;
    }
}

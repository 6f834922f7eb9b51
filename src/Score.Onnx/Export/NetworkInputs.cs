using Onnx;
using ScoreSde.Data;
using ScoreSde.Networks;

namespace ScoreSde.Onnx.Export;

/// <summary>What all networks of this program take and give: samples, λ and classes in, a prediction out.</summary>
internal static class NetworkInputs
{
    public const string Sample = "sample";
    public const string Prediction = "prediction";
    public const string Label = "class";
    private const string Lambda = "lambda";

    /// <summary>Declares inputs and output.</summary>
    public static void Declare(GraphWriter graph, int[] shape, int classes, bool learnsVariance = false)
    {
        graph.Input(Sample, graph.ElementType, shape);
        graph.Input(Lambda, (int)TensorProto.Types.DataType.Double);
        if (classes > 0)
        {
            graph.Input(Label, (int)TensorProto.Types.DataType.Int64);
        }

        graph.Output(Prediction, learnsVariance ? [.. shape[..^1], 2 * shape[^1]] : shape);
    }

    /// <summary>A sample's shape, pictures with their channels last.</summary>
    public static int[] ShapeOf(ImageShape? image, int dimension) => image is { } picture ? [picture.Height, picture.Width, picture.Channels] : [dimension];

    /// <summary>sin and cos of ω c with c = 10 tanh(λ/10), in double as the program makes them.</summary>
    public static string Features(GraphWriter graph, int count)
    {
        (double range, double[] frequencies) = NoiseFeatures.Frequencies(count);
        string bounded = graph.Node("Mul", graph.Node("Tanh", graph.Node("Div", Lambda, graph.Constant("range", [1], [range]))), "range");
        string column = graph.Node("Reshape", bounded, graph.Constant("column", -1, 1));
        string angle = graph.Node("Mul", column, graph.Constant("frequencies", [1, frequencies.Length], frequencies));
        string features = graph.NodeWith("Concat", "axis", 1, graph.Node("Sin", angle), graph.Node("Cos", angle));
        return graph.NodeWith("Cast", "to", graph.ElementType, features);
    }

    /// <summary>x Wᵀ + b.</summary>
    public static string Affine(GraphWriter graph, string input, string weight, string bias) => graph.NodeWith("Gemm", "transB", 1, input, weight, bias);

    /// <summary>x Wᵀ.</summary>
    public static string Product(GraphWriter graph, string input, string weight) => graph.NodeWith("Gemm", "transB", 1, input, weight);

    /// <summary>x/(1 + e⁻ˣ).</summary>
    public static string Silu(GraphWriter graph, string input) => graph.Node("Mul", input, graph.Node("Sigmoid", input));
}

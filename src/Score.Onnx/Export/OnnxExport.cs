using Onnx;
using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Onnx.Describing;
using ScoreSde.Scores;

namespace ScoreSde.Onnx.Export;

/// <summary>Networks of this program as ONNX files, opset 17, batch open, with their description beside them.</summary>
public static class OnnxExport
{
    private const string Sample = "sample";
    private const string Lambda = "lambda";
    private const string Label = "class";
    private const string Prediction = "prediction";

    /// <summary>Writes NAME.onnx and NAME.json, both or neither.</summary>
    /// <param name="path">Where; ends in .onnx.</param>
    /// <param name="checkpoint">The network.</param>
    /// <param name="isDouble">Whether its numbers are float64 in the file; float32 otherwise.</param>
    /// <exception cref="DataFileException">A file cannot be written.</exception>
    /// <exception cref="NetworkFileException">The schedule has no name that tells all.</exception>
    public static void Write(string path, Checkpoint checkpoint, bool isDouble = false)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        using var network = new PendingFile(path);
        network.Stream.Write(Graph(checkpoint, isDouble));
        DescriptionFile.Write(DescriptionFile.Beside(path), Describe(checkpoint));
        network.Commit();
    }

    /// <summary>The conventions of a network of this program: told λ, in the state as the process has it.</summary>
    public static NetworkDescription Describe(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return new NetworkDescription(checkpoint.Process, checkpoint.Parametrisation switch
        {
            Parametrisation.Noise => OutputKind.Noise,
            Parametrisation.Score => OutputKind.Score,
            Parametrisation.Data => OutputKind.Data,
            _ => OutputKind.Velocity,
        })
        {
            Time = TimeKind.Lambda,
            Indices = (checkpoint.Process.Schedule as Schedules.TableSchedule)?.Steps ?? 0,
            ChannelsLast = checkpoint.Data.Image is not null,
            Scaling = checkpoint.Data.Scaling,
            Classes = checkpoint.Data.Classes,
            NoClass = checkpoint.Data.Classes > 0 && checkpoint.KnowsUnlabelled ? checkpoint.Data.Classes : null,
            Range = checkpoint.Range,
            Data = checkpoint.Data.IsBuiltIn ? checkpoint.Data.Name : null,
        };
    }

    // h₀ = W_in x + b_in + T_in f + E_c; h_{i+1} = h_i + W_i SiLU(h_i) + b_i + T_i f; y = W_out SiLU(h) + b_out + (G f) ∘ x.
    private static byte[] Graph(Checkpoint checkpoint, bool isDouble)
    {
        ResidualMlp<float> network = checkpoint.Network;
        MlpSettings shape = network.Settings;
        var graph = new GraphWriter(isDouble);
        foreach (Parameter<float> parameter in network.Parameters)
        {
            graph.Constant(parameter.Name, parameter.Shape, parameter.Values);
        }

        int[] lengths = checkpoint.Data.Image is { } image ? [image.Height, image.Width, image.Channels] : [shape.Dimension];
        graph.Input(Sample, graph.ElementType, lengths);
        graph.Input(Lambda, (int)TensorProto.Types.DataType.Double);
        string x = lengths.Length == 1 ? Sample : graph.Node("Reshape", Sample, graph.Constant("row", 0, -1));
        string features = Features(graph, shape.TimeFeatures);
        string hidden = graph.Node("Add", Affine(graph, x, "input.weight", "input.bias"), Product(graph, features, "time.weight"));
        if (shape.Classes > 0)
        {
            graph.Input(Label, (int)TensorProto.Types.DataType.Int64);
            hidden = graph.Node("Add", hidden, graph.Node("Gather", "class.weight", Label));
        }

        for (int block = 0; block < shape.Depth; block++)
        {
            string inner = Affine(graph, Silu(graph, hidden), $"blocks.{block}.weight", $"blocks.{block}.bias");
            hidden = graph.Node("Add", graph.Node("Add", hidden, inner), Product(graph, features, $"blocks.{block}.time.weight"));
        }

        string skip = graph.Node("Mul", Product(graph, features, "skip.weight"), x);
        string left = Affine(graph, Silu(graph, hidden), "output.weight", "output.bias");
        if (lengths.Length == 1)
        {
            graph.NodeAs(Prediction, "Add", left, skip);
        }
        else
        {
            graph.NodeAs(Prediction, "Reshape", graph.Node("Add", left, skip), graph.Constant("picture", 0, lengths[0], lengths[1], lengths[2]));
        }

        graph.Output(Prediction, lengths);
        return graph.ToBytes();
    }

    // sin and cos of ω c with c = 10 tanh(λ/10), in double as the program makes them.
    private static string Features(GraphWriter graph, int count)
    {
        (double range, double[] frequencies) = NoiseFeatures.Frequencies(count);
        string bounded = graph.Node("Mul", graph.Node("Tanh", graph.Node("Div", Lambda, graph.Constant("range", [1], [range]))), "range");
        string column = graph.Node("Reshape", bounded, graph.Constant("column", -1, 1));
        string angle = graph.Node("Mul", column, graph.Constant("frequencies", [1, frequencies.Length], frequencies));
        string features = graph.NodeWith("Concat", "axis", 1, graph.Node("Sin", angle), graph.Node("Cos", angle));
        return graph.NodeWith("Cast", "to", graph.ElementType, features);
    }

    private static string Affine(GraphWriter graph, string input, string weight, string bias) => graph.NodeWith("Gemm", "transB", 1, input, weight, bias);

    private static string Product(GraphWriter graph, string input, string weight) => graph.NodeWith("Gemm", "transB", 1, input, weight);

    private static string Silu(GraphWriter graph, string input) => graph.Node("Mul", input, graph.Node("Sigmoid", input));
}

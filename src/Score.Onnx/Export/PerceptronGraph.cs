using ScoreSde.Checkpoints;
using ScoreSde.Networks;
using static ScoreSde.Onnx.Export.NetworkInputs;

namespace ScoreSde.Onnx.Export;

/// <summary>A residual perceptron as a graph: h₀ = W_in x + b_in + T_in f + E_c; h_{i+1} = h_i + W_i SiLU(h_i) + b_i + T_i f; y = W_out SiLU(h) + b_out + (G f) ∘ x, and w = W_v SiLU(h) + b_v beside it where variances are learned.</summary>
internal static class PerceptronGraph
{
    /// <summary>The file's bytes.</summary>
    public static byte[] Of(Checkpoint checkpoint, WeightFormat format)
    {
        ResidualMlp<float> network = checkpoint.Network;
        MlpSettings shape = network.Settings;
        var graph = new GraphWriter(format);
        foreach (Parameter<float> parameter in network.Parameters)
        {
            graph.Parameter(parameter.Name, parameter.Shape, parameter.Values);
        }

        int[] lengths = ShapeOf(checkpoint.Data.Image, shape.Dimension);
        Declare(graph, lengths, shape.Classes, shape.LearnsVariance);
        string x = lengths.Length == 1 ? Sample : graph.Node("Reshape", Sample, graph.Constant("row", 0, -1));
        string features = Features(graph, shape.TimeFeatures);
        string hidden = graph.Node("Add", Affine(graph, x, "input.weight", "input.bias"), Product(graph, features, "time.weight"));
        if (shape.Classes > 0)
        {
            hidden = graph.Node("Add", hidden, graph.Node("Gather", "class.weight", Label));
        }

        for (int block = 0; block < shape.Depth; block++)
        {
            string inner = Affine(graph, Silu(graph, hidden), $"blocks.{block}.weight", $"blocks.{block}.bias");
            hidden = graph.Node("Add", graph.Node("Add", hidden, inner), Product(graph, features, $"blocks.{block}.time.weight"));
        }

        string skip = graph.Node("Mul", Product(graph, features, "skip.weight"), x);
        string left = Affine(graph, Silu(graph, hidden), "output.weight", "output.bias");
        if (shape.LearnsVariance)
        {
            // The second half of a sample's output, of a pixel's where channels come last.
            string variance = Affine(graph, Silu(graph, hidden), "variance.weight", "variance.bias");
            string mean = graph.Node("Add", left, skip);
            if (lengths.Length == 1)
            {
                graph.ConcatAs(Prediction, 1, mean, variance);
            }
            else
            {
                string picture = graph.Constant("picture", 0, lengths[0], lengths[1], lengths[2]);
                graph.ConcatAs(Prediction, 3, graph.Node("Reshape", mean, picture), graph.Node("Reshape", variance, picture));
            }
        }
        else if (lengths.Length == 1)
        {
            graph.NodeAs(Prediction, "Add", left, skip);
        }
        else
        {
            graph.NodeAs(Prediction, "Reshape", graph.Node("Add", left, skip), graph.Constant("picture", 0, lengths[0], lengths[1], lengths[2]));
        }

        return graph.ToBytes();
    }
}

using Onnx;
using ScoreSde.Data;
using ScoreSde.Describing;
using ScoreSde.Metrics;
using ScoreSde.Onnx.Export;
using ScoreSde.Onnx.Judging;

namespace ScoreSde.Tests.Evaluating;

/// <summary>Networks of features: each row has its own, however many are asked for at once and however the network takes them.</summary>
public sealed class FeatureNetworkTests : IDisposable
{
    private const int Float = (int)TensorProto.Types.DataType.Float;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>A batch that is open or fixed, at one, at a few, at more than there are: (x₀ − x₁, 10 x₁) of every row.</summary>
    [Theory]
    [InlineData(null, 1)]
    [InlineData(null, 63)]
    [InlineData(null, 64)]
    [InlineData(null, 65)]
    [InlineData(null, 200)]
    [InlineData(1, 3)]
    [InlineData(4, 10)]
    [InlineData(300, 200)]
    public void Every_row_has_its_own_features(int? batch, int rows)
    {
        using FeatureNetwork network = Open(2, null, Product, model => Fix(model, batch));
        float[] values = [.. Enumerable.Range(0, 2 * rows).Select(static i => MathF.Sin(i))];
        Samples features = network.Of(new Samples(values, 2));
        Assert.Equal((rows, 2, 2, "net.onnx"), (features.Count, features.Dimension, network.Dimension, network.Name));
        for (int row = 0; row < rows; row++)
        {
            Assert.Equal(values[2 * row] - values[(2 * row) + 1], features[row][0], 1e-5f);
            Assert.Equal(10 * values[(2 * row) + 1], features[row][1], 1e-5f);
        }
    }

    /// <summary>The description says shift, scale and which input and output; it may have remarks and a comma too many.</summary>
    [Theory]
    [InlineData("""{"dataShift": 0.5, "dataScale": 2}""")]
    [InlineData("""{"dataShift": 0.5, /* of pixels */ "dataScale": 2,}""")]
    [InlineData("""{"comment": "x", "dataShift": 0.5, "dataScale": 2, "input": "x", "layout": "hwc"}""")]
    public void A_description_says_the_units(string words)
    {
        using FeatureNetwork network = Open(2, null, Product, words: words);
        Samples features = network.Of(new Samples((float[])[0.5f, 2.5f, 4.5f, 0.5f], 2));
        Assert.Equal([-1, 10, 2, 0], features.Values.ToArray());
    }

    [Theory]
    [InlineData("chw")]
    [InlineData("hwc")]
    public void Pixels_are_laid_out_as_the_network_takes_them(string layout)
    {
        int[] shape = layout == "chw" ? [2, 1, 3] : [1, 3, 2];
        using FeatureNetwork network = Open(
            6,
            new ImageShape(1, 3, 2),
            graph =>
            {
                graph.Input("x", Float, shape);
                graph.Output(graph.Node("Reshape", "x", graph.Constant("row", 0L, 6)), 6);
            },
            words: $$"""{"layout": "{{layout}}"}""");
        float[] given = [1, 2, 3, 4, 5, 6];
        Assert.Equal(layout == "chw" ? [1, 3, 5, 2, 4, 6] : given, network.Of(new Samples(given, 6)).Values.ToArray());
    }

    [Theory]
    [InlineData("""{"layout": "cwh"}""", "must be chw or hwc")]
    [InlineData("""{"dataScale": 0}""", "\"dataScale\" must be greater than 0")]
    [InlineData("""{"dataScale": -1}""", "\"dataScale\" must be greater than 0")]
    [InlineData("""{"input": "y"}""", "has no input \"y\"")]
    [InlineData("""{"output": "y"}""", "has no output \"y\"")]
    [InlineData("""{"lajout": "chw"}""", "the nearest is \"layout\"")]
    public void What_is_wrong_with_a_description_is_said(string words, string fragment) =>
        Assert.Contains(fragment, Assert.Throws<NetworkFileException>(() => Open(2, null, Product, words: words)).Message, StringComparison.Ordinal);

    [Fact]
    public void Features_in_double_are_taken_too()
    {
        using FeatureNetwork network = Open(2, null, static graph =>
        {
            graph.Input("x", Float, 2);
            graph.Output(graph.NodeWith("Cast", "to", (int)TensorProto.Types.DataType.Double, "x"), 2);
        }, static model => model.Graph.Output[0].Type.TensorType.ElemType = (int)TensorProto.Types.DataType.Double);
        Assert.Equal([0.5f, -2, 3, 4], network.Of(new Samples((float[])[0.5f, -2, 3, 4], 2)).Values.ToArray());
    }

    [Fact]
    public void What_gives_no_row_of_features_for_each_sample_is_refused()
    {
        Refused("has 2 inputs", 2, static graph =>
        {
            graph.Input("x", Float, 2);
            graph.Input("y", Float, 2);
            graph.Output(graph.Node("Add", "x", "y"), 2);
        });
        Refused("which does not fit samples of [3]", 3, Product);
        Refused("not finite", 2, static graph =>
        {
            graph.Input("x", Float, 2);
            graph.Output(graph.Node("Log", "x"), 2);
        });
        Refused("a row of features for each", 2, static graph =>
        {
            graph.Input("x", Float, 2);
            graph.Output(graph.Node("Transpose", "x"), 2);
        });

        using FeatureNetwork network = Open(2, null, Product);
        Assert.Equal("samples", Assert.Throws<ArgumentException>(() => network.Of(new Samples((float[])[1, 2, 3], 3))).ParamName);

        void Refused(string fragment, int dimension, Action<GraphWriter> make) => Assert.Contains(
            fragment,
            Assert.Throws<NetworkFileException>(() =>
            {
                using FeatureNetwork refused = Open(dimension, null, make);
                refused.Of(new Samples((float[])[-1, 2, 3, -4, 5, 6], 2));
            }).Message,
            StringComparison.Ordinal);
    }

    private static void Product(GraphWriter graph)
    {
        graph.Input("x", Float, 2);
        graph.Output(graph.Node("MatMul", "x", graph.Constant("w", [2, 2], [1f, 0, -1, 10])), 2);
    }

    private static void Fix(ModelProto model, int? batch)
    {
        if (batch is { } rows)
        {
            model.Graph.Input[0].Type.TensorType.Shape.Dim[0] = new() { DimValue = rows };
            model.Graph.Output[0].Type.TensorType.Shape.Dim[0] = new() { DimValue = rows };
        }
    }

    private FeatureNetwork Open(int dimension, ImageShape? image, Action<GraphWriter> make, Action<ModelProto>? change = null, string? words = null)
    {
        var graph = new GraphWriter(WeightFormat.Bits32);
        make(graph);
        ModelProto model = ModelProto.Parser.ParseFrom(graph.ToBytes());
        change?.Invoke(model);
        File.WriteAllBytes(folder["net.onnx"], Google.Protobuf.MessageExtensions.ToByteArray(model));
        File.Delete(folder["net.json"]);
        if (words is not null)
        {
            File.WriteAllText(folder["net.json"], words);
        }

        return FeatureNetwork.Load(folder["net.onnx"], dimension, image);
    }
}

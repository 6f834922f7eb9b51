using Microsoft.ML.OnnxRuntime.Tensors;
using Onnx;
using ScoreSde.Data;
using ScoreSde.Data.Npy;
using ScoreSde.Describing;
using ScoreSde.Guidance;
using ScoreSde.Onnx.Export;
using ScoreSde.Onnx.Networks;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Tests.Evaluating;

/// <summary>Small graphs whose answers are known: where each number goes, and where it comes from.</summary>
public sealed class GraphTests : IDisposable
{
    private const int Float = (int)TensorProto.Types.DataType.Float;
    private const int Half = (int)TensorProto.Types.DataType.Float16;
    private const string Noise = "\"output\": \"noise\", \"schedule\": \"linear:0.1,20\"";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Channels_first_become_channels_last_and_back()
    {
        using OnnxNetwork network = Open(
            static graph =>
            {
                graph.Input("x", Float, 2, 1, 3);
                graph.Output(graph.Node("Add", "x", graph.Constant("b", [2, 1, 1], [10f, 20f])), 2, 1, 3);
            },
            "\"time\": \"none\"");
        Assert.Equal(new ImageShape(1, 3, 2), network.Image);
        Assert.Equal([11, 22, 13, 24, 15, 26], Answer(network, [1, 2, 3, 4, 5, 6]));
    }

    [Theory]
    [InlineData("chw", 1)]
    [InlineData("hwc", 3)]
    public void The_second_half_of_the_channels_is_what_was_learned_of_variances(string layout, int axis)
    {
        int[] shape = layout == "chw" ? [3, 2, 2] : [2, 2, 3];
        int[] wide = [.. shape.Select((length, i) => i == axis - 1 ? 2 * length : length)];
        using OnnxNetwork network = Open(
            graph =>
            {
                graph.Input("x", Float, shape);
                graph.Output(graph.NodeWith("Concat", "axis", axis, "x", graph.Node("Mul", "x", graph.Constant("two", [], [-2f]))), wide);
            },
            $"\"time\": \"none\", \"learnedVariances\": true, \"layout\": \"{layout}\"");
        var space = new TileSpace<float>(2, 12);
        (Tile<float> x, Tile<float> epsilon, Tile<float> variance) = (space.Allocate(), space.Allocate(), space.Allocate());
        for (int i = 0; i < x.Values.Length; i++)
        {
            x.Values[i] = i + 1;
        }

        Assert.True(new OnnxScore<float>(network).TryEvaluateWithVariance(x, Level(network), epsilon, variance));
        Assert.Equal(x.Values.ToArray(), epsilon.Values.ToArray());
        Assert.Equal(x.Values.ToArray().Select(static value => -2 * value), variance.Values.ToArray());

        // The same through what samplers and guidance put around a score.
        Assert.True(new Scores.CountingScore<Tile<float>>(new OnnxScore<float>(network)).TryEvaluateWithVariance(x, Level(network), variance, epsilon));
        Assert.Equal(x.Values.ToArray().Select(static value => -2 * value), epsilon.Values.ToArray());
        var guided = new ClassifierFreeGuidance<float>(new OnnxScore<float>(network), new OnnxScore<float>(network), 3);
        Assert.True(guided.TryEvaluateWithVariance(x, Level(network), epsilon, variance));
        Assert.Equal(-2 * x.Values[5], variance.Values[5]);
        Assert.Equal(x.Values[5], epsilon.Values[5], 1e-5f);
    }

    [Fact]
    public void A_network_without_learned_variances_says_no()
    {
        using OnnxNetwork network = Outside.Open("flow");
        var space = new TileSpace<float>(1, 2);
        Tile<float> variance = space.Allocate();
        variance.Values.Fill(7);
        Assert.False(new OnnxScore<float>(network).TryEvaluateWithVariance(space.Allocate(), Level(network), space.Allocate(), variance));
        Assert.All(variance.Values.ToArray(), static value => Assert.Equal(7, value));
    }

    [Fact]
    public void A_class_is_a_vector_of_0_and_1_where_the_description_says_so()
    {
        using OnnxNetwork network = Open(
            static graph =>
            {
                graph.Input("x", Float, 2);
                graph.Input("y", Float, 3);
                graph.Output(graph.Node("Add", "x", graph.Node("MatMul", "y", graph.Constant("w", [3, 2], [1f, 2, 10, 20, 100, 200]))), 2);
            },
            "\"time\": \"none\", \"classes\": 3, \"oneHot\": true");
        Assert.Equal([1, 2, 10, 20, 100, 200, 0, 0], Answer(network, new float[8], static sample => sample < 3 ? (int)sample : -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Answer(network, new float[2], static _ => 3));
    }

    /// <summary>Of two inputs that are held, that one without a twin keeps its own value.</summary>
    [Fact]
    public void An_input_without_a_twin_is_held_for_guidance_too()
    {
        NpyWriter<float>.Save(folder["prompt.npy"], [1, 2, 3], 3);
        NpyWriter<float>.Save(folder["empty.npy"], [0.5f, 0, 0], 3);
        using OnnxNetwork pair = Open(
            static graph =>
            {
                graph.Input("x", Float, 3);
                graph.Input("p", Float, 3);
                graph.Input("q", Float, 3);
                graph.Output(graph.Node("Add", "x", graph.Node("Sub", "p", "q")), 3);
            },
            "\"time\": \"none\", \"fixed\": {\"p\": \"empty.npy\", \"q\": \"prompt.npy\"}, \"fixedUnconditional\": {\"q\": \"empty.npy\"}");
        Assert.Equal([-0.5f, -2, -3], Answer(pair, [0, 0, 0], static _ => 0));
        Assert.Equal([0, 0, 0], Answer(pair, [0, 0, 0], static _ => -1));
    }

    [Fact]
    public void Inputs_held_fixed_have_their_twins_for_guidance()
    {
        NpyWriter<float>.Save(folder["prompt.npy"], [1, 2, 3], 3);
        NpyWriter<float>.Save(folder["empty.npy"], [0.5f, 0, 0], 3);
        using OnnxNetwork network = Open(
            static graph =>
            {
                graph.Input("x", Float, 2);
                graph.Input("p", Float, 3);
                graph.Output(graph.Node("Add", "x", graph.Node("MatMul", "p", graph.Constant("w", [3, 2], [1f, 2, 10, 20, 100, 200]))), 2);
            },
            "\"time\": \"none\", \"fixed\": {\"p\": \"prompt.npy\"}, \"fixedUnconditional\": {\"p\": \"empty.npy\"}");
        Assert.True(network.Description.CanBeGuided);
        float[] x = [5, 6, 7, 8];
        Assert.Equal([326, 648, 328, 650], Answer(network, x));
        Assert.Equal([326, 648, 328, 650], Answer(network, x, static _ => 0));
        Assert.Equal([5.5f, 7, 7.5f, 9], Answer(network, x, static _ => -1));
        Assert.Equal([326, 648, 7.5f, 9], Answer(network, x, static sample => sample == 0 ? 0 : -1));
        var space = new TileSpace<float>(2, 2);
        (Tile<float> from, Tile<float> epsilon) = (space.Allocate(), space.Allocate());
        x.CopyTo(from.Values);
        new ClassifierFreeGuidance<float>(new OnnxScore<float>(network, static _ => 0), new OnnxScore<float>(network, static _ => -1), 2).Evaluate(from, Level(network), epsilon);
        Assert.Equal([646.5f, 1289, 648.5f, 1291], epsilon.Values.ToArray());

        NpyWriter<float>.Save(folder["prompt.npy"], [1, 2], 2);
        Assert.Contains("prompt.npy: holds [1, 2], which does not fit the input p: float[?, 3]", Assert.Throws<NetworkFileException>(() => OnnxNetwork.Load(folder["net.onnx"])).Message, StringComparison.Ordinal);
        File.Delete(folder["prompt.npy"]);
        Assert.Throws<DataFileException>(() => OnnxNetwork.Load(folder["net.onnx"]));
    }

    [Fact]
    public void Numbers_of_float16_are_taken_and_given()
    {
        using OnnxNetwork network = Open(
            static graph =>
            {
                graph.Input("x", Half, 2);
                graph.Input("t", Half);
                string wide = graph.NodeWith("Cast", "to", Float, "x");
                string told = graph.Node("Unsqueeze", graph.NodeWith("Cast", "to", Float, "t"), graph.Constant("axis", 1L));
                graph.Output(graph.NodeWith("Cast", "to", Half, graph.Node("Mul", wide, told)), 2);
            },
            "\"time\": \"t\", \"timeScale\": 10",
            static model => model.Graph.Output[0].Type.TensorType.ElemType = Half);
        float[] answer = Answer(network, [1, -2, 0.25f, 1000]);
        Assert.Null(network.DifferenceStep);
        foreach ((float expected, float found) in new[] { 5f, -10, 1.25f, 5000 }.Zip(answer))
        {
            Assert.Equal(expected, found, Math.Abs(expected) / 1024);
        }
    }

    [Fact]
    public void An_output_of_twice_the_channels_is_told_apart_from_another_shape()
    {
        string Refusal(int length) => Assert.Throws<NetworkFileException>(() => Open(
            graph =>
            {
                graph.Input("x", Float, 2);
                graph.Output(graph.Node("MatMul", "x", graph.Constant("w", [2, length], new float[2 * length])), length);
            },
            "\"time\": \"none\"")).Message;
        Assert.EndsWith("for samples of [2]; if the second half are variances, add \"learnedVariances\": true.", Refusal(4), StringComparison.Ordinal);
        Assert.EndsWith("for samples of [2].", Refusal(3), StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_that_could_go_into_two_inputs_are_asked_for_by_name()
    {
        string message = Assert.Throws<NetworkFileException>(() => Open(
            static graph =>
            {
                graph.Input("a", Float, 2);
                graph.Input("b", Float, 2);
                graph.Output(graph.Node("Add", "a", "b"), 2);
            },
            "\"time\": \"none\"")).Message;
        Assert.EndsWith("does not tell which input takes the samples; add \"names\": {\"sample\": …}, one of a: float[?, 2]; b: float[?, 2].", message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Inputs are told by their names where they have one that is usual, in whatever case, and else by their shapes: samples have more axes than a row's number, the noise
    /// level is a number for all or for each, alone or as a column.
    /// </summary>
    [Theory]
    [InlineData("sample", "timestep", true)]
    [InlineData("x", "t", true)]
    [InlineData("x", "T", true)]
    [InlineData("input", "sigma", true)]
    [InlineData("latents", "noise_labels", true)]
    [InlineData("noisy_sample", "lambda", true)]
    [InlineData("first", "second", false)]
    public void Inputs_are_told_by_names_or_shapes(string sample, string time, bool named)
    {
        int[][] shapes = named ? [[], [1]] : [[]];
        foreach (int[] lengths in shapes)
        {
            using OnnxNetwork network = Open(
                graph =>
                {
                    graph.Input(time, Float, lengths);
                    graph.Input(sample, Float, 2);
                    string column = lengths.Length == 0 ? graph.Node("Unsqueeze", time, graph.Constant("axis", 1L)) : time;
                    graph.Output(graph.Node("Add", sample, column), 2);
                },
                "\"time\": \"t\", \"timeScale\": 10");
            Assert.Equal((sample, time), (network.Roles.Sample.Name, network.Roles.Time?.Name));
            Assert.Null(network.Roles.Class);
            Assert.Equal([6, 7, 8, 9], Answer(network, [1, 2, 3, 4]));
        }
    }

    /// <summary>A label is a number for each sample, alone or as a column, told by its name or by being the input that is left.</summary>
    [Theory]
    [InlineData("class_labels")]
    [InlineData("y")]
    [InlineData("C")]
    [InlineData("other")]
    public void Labels_are_told_by_names_or_by_what_is_left(string name)
    {
        foreach (int[] lengths in new int[][] { [], [1] })
        {
            using OnnxNetwork network = Open(
                graph =>
                {
                    graph.Input("x", Float, 2);
                    graph.Input(name, (int)TensorProto.Types.DataType.Int64, lengths);
                    string label = graph.NodeWith("Cast", "to", Float, name);
                    graph.Output(graph.Node("Add", "x", lengths.Length == 0 ? graph.Node("Unsqueeze", label, graph.Constant("axis", 1L)) : label), 2);
                },
                "\"time\": \"none\", \"classes\": 3");
            Assert.Equal(("x", name, null), (network.Roles.Sample.Name, network.Roles.Class?.Name, network.Roles.Time?.Name));
            Assert.Equal([1, 2, 4, 5], Answer(network, [1, 2, 3, 4], static sample => (int)sample));
        }
    }

    /// <summary>A label that is told by its name leaves the level, and a level alone for each row leaves a column for the label.</summary>
    [Theory]
    [InlineData("y", 0)]
    [InlineData("class_labels", 1)]
    [InlineData("other", 1)]
    public void One_of_two_inputs_without_a_usual_name_is_told_by_the_other(string label, int columns)
    {
        using OnnxNetwork network = Open(
            graph =>
            {
                graph.Input("first", Float);
                graph.Input("x", Float, 2);
                graph.Input(label, (int)TensorProto.Types.DataType.Int64, [.. Enumerable.Repeat(1, columns)]);
                string added = graph.NodeWith("Cast", "to", Float, label);
                string column = columns == 0 ? graph.Node("Unsqueeze", added, graph.Constant("axis", 1L)) : added;
                graph.Output(graph.Node("Add", graph.Node("Add", "x", column), graph.Node("Unsqueeze", "first", graph.Constant("after", 1L))), 2);
            },
            "\"time\": \"t\", \"timeScale\": 10, \"classes\": 3");
        Assert.Equal(("x", "first", label), (network.Roles.Sample.Name, network.Roles.Time?.Name, network.Roles.Class?.Name));
        Assert.Equal([6, 7, 9, 10], Answer(network, [1, 2, 3, 4], static sample => (int)sample));
    }

    /// <summary>A network that takes whole numbers is told the nearest, however far it lies from the level's own.</summary>
    [Fact]
    public void A_whole_level_is_the_nearest()
    {
        foreach ((string words, int type, bool isWhole) in new[]
        {
            ("", (int)TensorProto.Types.DataType.Int64, true), ("", Float, false), (", \"timeIsWhole\": true", Float, true),
        })
        {
            using OnnxNetwork network = Open(
                graph =>
                {
                    graph.Input("x", Float, 2);
                    graph.Input("t", type);
                    graph.Output(graph.Node("Add", "x", graph.Node("Unsqueeze", graph.NodeWith("Cast", "to", Float, "t"), graph.Constant("axis", 1L))), 2);
                },
                $"\"time\": \"t\", \"timeScale\": 100{words}");
            var score = new OnnxScore<float>(network);
            Assert.True(score.IsTold);
            for (double time = 0.1; time < 1; time += 0.0137)
            {
                double told = score.TimeOf(network.Description.Process.At(time));
                Assert.Equal(isWhole ? Math.Floor((100 * time) + 0.5) : 100 * time, told, 1e-9);
            }
        }
    }

    /// <summary>A file is of the version of the format that came with its operators: 8 with opset 17 (ONNX 1.12).</summary>
    [Fact]
    public void The_file_is_of_the_version_of_its_operators()
    {
        ModelProto model = ModelProto.Parser.ParseFrom(new GraphWriter(WeightFormat.Bits32).ToBytes());
        Assert.Equal((8, "ScoreSde"), (model.IrVersion, model.ProducerName));
        Assert.Equal(("", 17), (Assert.Single(model.OpsetImport).Domain, model.OpsetImport[0].Version));
    }

    [Theory]
    [InlineData(TensorElementType.Float16, 2)]
    [InlineData(TensorElementType.Float, 4)]
    [InlineData(TensorElementType.Int32, 4)]
    [InlineData(TensorElementType.Double, 8)]
    [InlineData(TensorElementType.Int64, 8)]
    [InlineData(TensorElementType.Bool, 0)]
    public void A_number_has_the_bytes_of_its_type(TensorElementType type, int bytes) => Assert.Equal(bytes, new Slot("x", type, [-1, 2]).Bytes);

    [Fact]
    public void A_table_of_levels_without_a_row_for_another_number_is_asked_for_those_it_has()
    {
        using OnnxNetwork network = Open(
            static graph =>
            {
                graph.Input("x", Float, 2);
                graph.Input("t", (int)TensorProto.Types.DataType.Int64);
                graph.Output(graph.Node("Add", "x", graph.Node("Gather", graph.Constant("w", [1000, 1], new float[1000]), "t")), 2);
            },
            "\"time\": \"index\", \"indices\": 1000");
        IReadOnlyList<ToldFinding> told = NetworkProbe.AskTold(new OnnxScore<float>(network), network.Description.Process, new float[16], 1);
        Assert.NotEmpty(told);
        Assert.All(told, static finding => Assert.InRange(finding.Told, 0, 999));
    }

    [Theory]
    [InlineData("../p.npy")]
    [InlineData("/tmp/p.npy")]
    [InlineData("link.npy")]
    public void An_input_held_fixed_lies_beside_the_file(string location)
    {
        File.CreateSymbolicLink(folder["link.npy"], "/etc/hostname");
        string message = Assert.Throws<NetworkFileException>(() => Open(
            static graph =>
            {
                graph.Input("x", Float, 2);
                graph.Input("p", Float, 2);
                graph.Output(graph.Node("Add", "x", "p"), 2);
            },
            $"\"time\": \"none\", \"fixed\": {{\"p\": \"{location}\"}}")).Message;
        Assert.EndsWith($"net.onnx: holds p fixed by '{location}', outside its own folder; nothing is read from there.", message, StringComparison.Ordinal);
    }

    private static NoiseLevel Level(OnnxNetwork network) => network.Description.Process.At(0.5);

    private static float[] Answer(OnnxNetwork network, float[] values, Func<long, int>? labelOf = null)
    {
        var space = new TileSpace<float>(values.Length / network.Dimension, network.Dimension);
        (Tile<float> x, Tile<float> epsilon) = (space.Allocate(), space.Allocate());
        values.CopyTo(x.Values);
        new OnnxScore<float>(network, labelOf).Evaluate(x, Level(network), epsilon);
        return epsilon.Values.ToArray();
    }

    private OnnxNetwork Open(Action<GraphWriter> make, string words, Action<ModelProto>? change = null)
    {
        var graph = new GraphWriter(WeightFormat.Bits32);
        make(graph);
        ModelProto model = ModelProto.Parser.ParseFrom(graph.ToBytes());
        change?.Invoke(model);
        File.WriteAllBytes(folder["net.onnx"], Google.Protobuf.MessageExtensions.ToByteArray(model));
        File.WriteAllText(folder["net.json"], $"{{{Noise}, {words}}}");
        return OnnxNetwork.Load(folder["net.onnx"]);
    }
}

using System.Runtime.InteropServices;
using Google.Protobuf;
using Onnx;

namespace ScoreSde.Onnx.Export;

/// <summary>Puts an ONNX graph together, operator by operator: opset 17, the first axis of inputs and outputs open.</summary>
internal sealed class GraphWriter
{
    private const int IrVersion = 8;
    private const int Opset = 17;
    private const string Batch = "batch";

    private readonly GraphProto graph = new() { Name = "score" };
    private readonly WeightFormat format;
    private readonly int elementType;
    private int made;

    public GraphWriter(WeightFormat format)
    {
        this.format = format;
        elementType = (int)(IsDouble ? TensorProto.Types.DataType.Double : TensorProto.Types.DataType.Float);
    }

    /// <summary>Whether the network's numbers are float64.</summary>
    public bool IsDouble => format == WeightFormat.Bits64;

    /// <summary>The type of the network's numbers.</summary>
    public int ElementType => elementType;

    public void Input(string name, int type, params int[] lengths) => graph.Input.Add(Value(name, type, lengths));

    public void Output(string name, params int[] lengths) => graph.Output.Add(Value(name, elementType, lengths));

    /// <summary>A parameter, of the network's own type; kept in half of it where the format says so.</summary>
    public string Parameter(string name, IReadOnlyList<int> shape, ReadOnlySpan<float> values)
    {
        if (format != WeightFormat.Bits16)
        {
            return Constant(name, shape, values);
        }

        Half[] halves = Array.ConvertAll(values.ToArray(), static value => (Half)value);
        var tensor = new TensorProto
        {
            Name = name + ".half",
            DataType = (int)TensorProto.Types.DataType.Float16,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<Half>(halves)),
        };
        tensor.Dims.AddRange(shape.Select(static length => (long)length));
        graph.Initializer.Add(tensor);
        return Add("Cast", [tensor.Name], [Setting("to", elementType)], name);
    }

    /// <summary>Numbers of the network's own type.</summary>
    public string Constant(string name, IReadOnlyList<int> shape, ReadOnlySpan<float> values)
    {
        var tensor = new TensorProto { Name = name, DataType = elementType };
        tensor.Dims.AddRange(shape.Select(static length => (long)length));
        tensor.RawData = elementType == (int)TensorProto.Types.DataType.Float
            ? ByteString.CopyFrom(MemoryMarshal.AsBytes(values))
            : ByteString.CopyFrom(MemoryMarshal.AsBytes<double>(Array.ConvertAll(values.ToArray(), static value => (double)value)));
        graph.Initializer.Add(tensor);
        return name;
    }

    /// <summary>Doubles, whatever the network's type.</summary>
    public string Constant(string name, IReadOnlyList<int> shape, ReadOnlySpan<double> values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Double, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)) };
        tensor.Dims.AddRange(shape.Select(static length => (long)length));
        graph.Initializer.Add(tensor);
        return name;
    }

    /// <summary>Whole numbers.</summary>
    public string Constant(string name, params long[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Int64, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<long>(values)) };
        tensor.Dims.Add(values.Length);
        graph.Initializer.Add(tensor);
        return name;
    }

    /// <summary>One operator; the name of its result.</summary>
    public string Node(string operation, params string[] inputs) => Add(operation, inputs, [], Next(operation));

    /// <summary>The same under a name of its own.</summary>
    public string NodeAs(string result, string operation, params string[] inputs) => Add(operation, inputs, [], result);

    /// <summary>Side by side along an axis, under a name of its own.</summary>
    public string ConcatAs(string result, int axis, params string[] inputs) => Add("Concat", inputs, [Setting("axis", (long)axis)], result);

    /// <summary>The same with a whole number as a setting.</summary>
    public string NodeWith(string operation, string setting, long value, params string[] inputs) =>
        Add(operation, inputs, [Setting(setting, value)], Next(operation));

    /// <summary>The same with any settings.</summary>
    public string NodeWith(string operation, IEnumerable<AttributeProto> settings, params string[] inputs) => Add(operation, inputs, settings, Next(operation));

    /// <summary>Cuts along an axis.</summary>
    public string[] Split(string input, int axis, IReadOnlyList<int> lengths)
    {
        string name = Next("Split");
        string[] parts = [.. lengths.Select((_, i) => $"{name}.{i}")];
        string sizes = Constant($"{name}.sizes", [.. lengths.Select(static length => (long)length)]);
        graph.Node.Add(NodeOf("Split", name, [input, sizes], parts, [Setting("axis", axis)]));
        return parts;
    }

    /// <summary>A whole number as a setting.</summary>
    public static AttributeProto Setting(string name, long value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    /// <summary>A real number as a setting.</summary>
    public static AttributeProto Setting(string name, double value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = (float)value };

    /// <summary>Whole numbers as a setting.</summary>
    public static AttributeProto Setting(string name, long[] values)
    {
        var setting = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        setting.Ints.AddRange(values);
        return setting;
    }

    /// <summary>A word as a setting.</summary>
    public static AttributeProto Setting(string name, string value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    /// <summary>The file's bytes.</summary>
    public byte[] ToBytes()
    {
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "ScoreSde", Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        return model.ToByteArray();
    }

    private string Next(string operation) => $"{operation.ToLowerInvariant()}{++made}";

    private string Add(string operation, string[] inputs, IEnumerable<AttributeProto> settings, string result)
    {
        graph.Node.Add(NodeOf(operation, result, inputs, [result], settings));
        return result;
    }

    private static NodeProto NodeOf(string operation, string name, string[] inputs, string[] outputs, IEnumerable<AttributeProto> settings)
    {
        var node = new NodeProto { OpType = operation, Name = name };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(settings);
        return node;
    }

    private static ValueInfoProto Value(string name, int type, int[] lengths)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = Batch });
        shape.Dim.AddRange(lengths.Select(static length => new TensorShapeProto.Types.Dimension { DimValue = length }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = shape } } };
    }
}

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
    private readonly int elementType;
    private int made;

    public GraphWriter(bool isDouble) => elementType = (int)(isDouble ? TensorProto.Types.DataType.Double : TensorProto.Types.DataType.Float);

    /// <summary>The type of the network's numbers.</summary>
    public int ElementType => elementType;

    public void Input(string name, int type, params int[] lengths) => graph.Input.Add(Value(name, type, lengths));

    public void Output(string name, params int[] lengths) => graph.Output.Add(Value(name, elementType, lengths));

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
    public string Node(string operation, params string[] inputs) => Add(operation, inputs, null, $"{operation.ToLowerInvariant()}{++made}");

    /// <summary>The same under a name of its own.</summary>
    public string NodeAs(string result, string operation, params string[] inputs) => Add(operation, inputs, null, result);

    /// <summary>The same with a whole number as a setting.</summary>
    public string NodeWith(string operation, string setting, long value, params string[] inputs) =>
        Add(operation, inputs, new AttributeProto { Name = setting, Type = AttributeProto.Types.AttributeType.Int, I = value }, $"{operation.ToLowerInvariant()}{++made}");

    /// <summary>The file's bytes.</summary>
    public byte[] ToBytes()
    {
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "ScoreSde", Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        return model.ToByteArray();
    }

    private string Add(string operation, string[] inputs, AttributeProto? setting, string result)
    {
        var node = new NodeProto { OpType = operation, Name = result };
        node.Input.AddRange(inputs);
        node.Output.Add(result);
        if (setting is not null)
        {
            node.Attribute.Add(setting);
        }

        graph.Node.Add(node);
        return result;
    }

    private static ValueInfoProto Value(string name, int type, int[] lengths)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = Batch });
        shape.Dim.AddRange(lengths.Select(static length => new TensorShapeProto.Types.Dimension { DimValue = length }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = shape } } };
    }
}

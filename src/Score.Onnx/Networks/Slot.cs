using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace ScoreSde.Onnx.Networks;

/// <summary>An input or output of a network as its file declares it.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="Type">The type of its numbers.</param>
/// <param name="Lengths">The lengths of its axes; −1 where the file leaves it open.</param>
public sealed record Slot(string Name, TensorElementType Type, IReadOnlyList<int> Lengths)
{
    internal static Slot Of(KeyValuePair<string, NodeMetadata> entry) => new(entry.Key, entry.Value.ElementDataType, [.. entry.Value.Dimensions]);

    /// <summary>Bytes of one number; 0 of a type that is not taken.</summary>
    internal int Bytes => Type switch
    {
        TensorElementType.Float or TensorElementType.Int32 => 4,
        TensorElementType.Double or TensorElementType.Int64 => 8,
        TensorElementType.Float16 => 2,
        _ => 0,
    };

    /// <summary>Whether the numbers are real.</summary>
    public bool IsReal => Type is TensorElementType.Float or TensorElementType.Double or TensorElementType.Float16;

    /// <summary>As in messages: <c>x: float[?, 64]</c>.</summary>
    public override string ToString() =>
        $"{Name}: {Type.ToString().ToLowerInvariant()}[{string.Join(", ", Lengths.Select(static length => length < 0 ? "?" : $"{length}"))}]";
}

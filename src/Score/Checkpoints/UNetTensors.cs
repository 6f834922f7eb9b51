using ScoreSde.Networks;

namespace ScoreSde.Checkpoints;

/// <summary>Sets of arrays with the names and shapes of a U-Net's parameters, to and from tensors of a file.</summary>
internal static class UNetTensors
{
    public static IEnumerable<Tensor> Of(UNetLayout layout, string prefix, float[][] values) =>
        layout.Entries.Select((entry, i) => new Tensor(prefix + entry.Name, entry.Shape, values[i].AsSpan()));

    /// <exception cref="CheckpointException">A tensor is missing, has another type or shape, or holds ∞ or NaN.</exception>
    public static float[][] Read(TensorFile content, string prefix, UNetLayout layout, string file)
    {
        Dictionary<string, Tensor> tensors = content.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        return [.. layout.Entries.Select(entry => WeightTensors.Read(tensors, prefix + entry.Name, entry.Shape, file))];
    }

    /// <exception cref="CheckpointException">A tensor belongs to none of the sets.</exception>
    public static void RefuseStrangers(TensorFile content, UNetLayout layout, string file) =>
        WeightTensors.RefuseStrangers(content, layout.Entries.Select(entry => entry.Name), file);
}

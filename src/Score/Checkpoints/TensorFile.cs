namespace ScoreSde.Checkpoints;

/// <summary>
/// The content of a safetensors file: tensors in file order and string metadata. Read by <see cref="TensorReader"/>, written
/// by <see cref="TensorWriter"/>.
/// </summary>
/// <param name="Tensors">The tensors; names are unique.</param>
/// <param name="Metadata">The strings under <c>__metadata__</c>, in order of their keys when written.</param>
public sealed record TensorFile(IReadOnlyList<Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The key of the header that is no tensor.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>The header's greatest length in bytes, as in the reference implementation.</summary>
    public const int MaximumHeaderLength = 100_000_000;

    /// <summary>The tensor of this name, or null.</summary>
    public Tensor? Find(string name) => Tensors.FirstOrDefault(tensor => tensor.Name == name);
}

using ScoreSde.Data;
using ScoreSde.Networks;

namespace ScoreSde.Checkpoints;

/// <summary>
/// Sets of arrays that have the names and shapes of a network's parameters, to and from tensors whose names begin with a prefix.
/// </summary>
internal static class WeightTensors
{
    /// <summary>Before the optimiser's own weights; the averaged ones have the plain names.</summary>
    public const string Raw = "raw.";

    /// <summary>Before Adam's m.</summary>
    public const string FirstMoment = "adam.m.";

    /// <summary>Before Adam's v.</summary>
    public const string SecondMoment = "adam.v.";

    public static IEnumerable<Tensor> Of(ResidualMlp<float> network, string prefix, IReadOnlyList<float[]> values) =>
        network.Parameters.Select((parameter, i) => new Tensor(prefix + parameter.Name, parameter.Shape, values[i].AsSpan()));

    /// <summary>The arrays of a network of these settings, in the order of its parameters; checked before any network is made.</summary>
    /// <exception cref="CheckpointException">A tensor is missing, has another type or shape, or holds ∞ or NaN.</exception>
    public static float[][] Read(TensorFile content, string prefix, MlpSettings settings, string file)
    {
        Dictionary<string, Tensor> tensors = content.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        return [.. new ParameterLayout(settings).Entries.Select(entry => Read(tensors, prefix + entry.Name, entry.Shape, file))];
    }

    /// <summary>Refuses tensors that belong to none of the sets.</summary>
    public static void RefuseStrangers(TensorFile content, MlpSettings settings, string file) =>
        RefuseStrangers(content, new ParameterLayout(settings).Entries.Select(entry => entry.Name), file);

    /// <summary>Refuses tensors that belong to none of the sets of parameters with these names.</summary>
    public static void RefuseStrangers(TensorFile content, IEnumerable<string> parameters, string file)
    {
        HashSet<string> names = [ScheduleTensor.Name, .. parameters.SelectMany(
            name => new[] { name, Raw + name, FirstMoment + name, SecondMoment + name })];
        if (content.Tensors.FirstOrDefault(tensor => !names.Contains(tensor.Name)) is { } stranger)
        {
            throw new CheckpointException(file, $"holds a tensor {Excerpt.Of(stranger.Name)} that its network does not have.");
        }
    }

    /// <summary>One array, checked.</summary>
    public static float[] Read(Dictionary<string, Tensor> tensors, string name, int[] shape, string file)
    {
        if (!tensors.TryGetValue(name, out Tensor? tensor))
        {
            throw new CheckpointException(file, $"lacks the tensor {name}.");
        }

        if (tensor.Type != TensorType.F32 || !tensor.Shape.SequenceEqual(shape))
        {
            throw new CheckpointException(
                file, $"holds {name} as {tensor.Type} {Excerpt.Of(tensor.ShapeText)}; its network needs F32 [{string.Join(", ", shape)}].");
        }

        float[] values = tensor.ToArray<float>();
        return Array.TrueForAll(values, float.IsFinite)
            ? values
            : throw new CheckpointException(file, $"holds values in {name} that are not finite.");
    }
}

using ScoreSde.Networks;
using ScoreSde.Noise;

namespace ScoreSde.Torch.Networks;

/// <summary>
/// The weights before training: normal of variance 1/(numbers that are summed), 1 for gains and 0 for biases; 0 for the last layer of every
/// residual branch and the last layers of the network, so that blocks begin as the identity and the first prediction is 0.
/// </summary>
internal static class UNetWeights
{
    public static IEnumerable<float[]> Create(UNetLayout layout, ulong seed) =>
        layout.Entries.Select((entry, i) => Create(entry.Name, entry.Shape, new NoiseKey(seed, (uint)i, NoisePurpose.Weights)));

    private static float[] Create(string name, int[] shape, NoiseKey key)
    {
        var values = new float[shape.Aggregate((product, extent) => product * extent)];
        if (shape.Length == 1)
        {
            Array.Fill(values, name.EndsWith(".weight", StringComparison.Ordinal) ? 1 : 0);
            return values;
        }

        if (name.EndsWith("conv2.weight", StringComparison.Ordinal) || name.EndsWith("output.weight", StringComparison.Ordinal) || name == "variance.weight")
        {
            return values;
        }

        int summed = values.Length / shape[0];
        double deviation = name == "class.weight" ? 0.5 : 1 / Math.Sqrt(summed);
        int drawn = name == "class.weight" ? values.Length - shape[1] : values.Length;
        Normals.Fill(values.AsSpan(0, drawn), summed, 0, key, deviation);
        return values;
    }
}

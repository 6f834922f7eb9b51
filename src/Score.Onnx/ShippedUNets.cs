using System.Reflection;
using ScoreSde.Checkpoints;

namespace ScoreSde.Onnx;

/// <summary>The trained U-Nets inside this library; docs/models.md tells how each was made.</summary>
public static class ShippedUNets
{
    /// <summary>The names, one for each network.</summary>
    public static IReadOnlyList<string> Names { get; } = ["fashion"];

    /// <summary>Reads a shipped network.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no shipped network of this name.</exception>
    public static UNetCheckpoint Open(string name)
    {
        if (!Names.Contains(name))
        {
            throw new ArgumentException($"There is no shipped U-Net {name}; there are: {string.Join(", ", Names)}.", nameof(name));
        }

        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"models/{name}.safetensors")!;
        return UNetCheckpoint.Load(stream, $"models/{name}.safetensors");
    }
}

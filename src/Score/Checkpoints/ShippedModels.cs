using System.Reflection;

namespace ScoreSde.Checkpoints;

/// <summary>The trained networks inside this library; docs/models.md tells how each was made.</summary>
public static class ShippedModels
{
    /// <summary>The names, one for each network.</summary>
    public static IReadOnlyList<string> Names { get; } = ["digits"];

    /// <summary>Reads a shipped network.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no shipped network of this name.</exception>
    public static Checkpoint Open(string name)
    {
        if (!Names.Contains(name))
        {
            throw new ArgumentException($"There is no shipped network {name}; there are: {string.Join(", ", Names)}.", nameof(name));
        }

        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"models/{name}.safetensors")!;
        return Checkpoint.Load(stream, $"models/{name}.safetensors");
    }
}

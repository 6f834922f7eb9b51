using ScoreSde.Data;

namespace ScoreSde.Describing;

/// <summary>The shape of a sample as a network takes it, without the batch.</summary>
internal static class SampleShape
{
    /// <summary>Numbers in one sample, which is an array, whose length the framework bounds.</summary>
    /// <exception cref="NetworkFileException">It has none, or more than an array can have.</exception>
    public static int Dimension(IReadOnlyList<int> shape, string path)
    {
        double product = shape.Any(static length => length < 1) ? 0 : shape.Aggregate(1.0, static (a, b) => a * b);
        return product >= 1 && product <= Array.MaxLength
            ? (int)product
            : throw new NetworkFileException(path, $"has samples of [{string.Join(", ", shape)}], which are {(product < 1 ? "empty" : "longer than an array can be")}.");
    }

    /// <summary>The shape of pictures of this program, channels last; null of samples that are none.</summary>
    public static ImageShape? Image(IReadOnlyList<int> shape, bool channelsLast) => shape.Count != 3 ? null
        : channelsLast ? new ImageShape(shape[0], shape[1], shape[2])
        : new ImageShape(shape[1], shape[2], shape[0]);
}

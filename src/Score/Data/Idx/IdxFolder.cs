namespace ScoreSde.Data.Idx;

/// <summary>
/// MNIST and its kin: a folder with <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c> and the same with <c>t10k</c>, plain or
/// with <c>.gz</c>. Pixels 0..255; x_net = (x − 127.5)/127.5.
/// </summary>
public static class IdxFolder
{
    /// <summary>The 60,000 (<c>train</c>) images and their labels.</summary>
    /// <exception cref="DataFileException">A file is missing or damaged, or images and labels do not match.</exception>
    public static DataSet Load(string folder) => Load(folder, "train");

    /// <summary>The training part and the test part (<c>t10k</c>), which is held out.</summary>
    /// <exception cref="DataFileException">A file is missing or damaged, or images and labels do not match.</exception>
    public static DataSplit Split(string folder) => new(Load(folder, "train"), Load(folder, "t10k"));

    private static DataSet Load(string folder, string part)
    {
        string imagesPath = Find(folder, $"{part}-images-idx3-ubyte", $"{part}-images.idx3-ubyte");
        string labelsPath = Find(folder, $"{part}-labels-idx1-ubyte", $"{part}-labels.idx1-ubyte");
        (int[] shape, byte[] pixels) = IdxFile.Load(imagesPath, axes: 3);
        (int[] length, byte[] labels) = IdxFile.Load(labelsPath, axes: 1);
        if (length[0] != shape[0])
        {
            throw new DataFileException(labelsPath, $"{length[0]} labels do not fit the {shape[0]} images beside them.");
        }

        var values = new float[pixels.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = pixels[i];
        }

        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return new(
            name.Length > 0 ? name : "idx",
            values,
            shape[1] * shape[2],
            new(127.5, 127.5),
            [.. labels.Select(label => (int)label)],
            labels.Max() + 1,
            new ImageShape(shape[1], shape[2]));
    }

    private static string Find(string folder, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            foreach (string ending in (ReadOnlySpan<string>)["", ".gz"])
            {
                if (File.Exists(Path.Combine(folder, name + ending)))
                {
                    return Path.Combine(folder, name + ending);
                }
            }
        }

        throw new DataFileException(folder, $"the folder holds no {names[0]}, plain or with .gz.");
    }
}

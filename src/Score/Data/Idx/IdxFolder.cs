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
    public static DataSplit Split(string folder)
    {
        DataSet training = Load(folder, "train");
        DataSet heldOut = Load(folder, "t10k", training.Classes);
        return training.Image == heldOut.Image && training.Classes == heldOut.Classes
            ? new(training, heldOut)
            : throw new DataFileException(folder, "the images or classes of the test part are not those of the training part.");
    }

    /// <summary>Whether the folder has a test part.</summary>
    internal static bool HasTestPart(string folder) => TryFind(folder, Names("t10k", "images", 3)) is not null;

    private static DataSet Load(string folder, string part, int leastClasses = 0)
    {
        string imagesPath = Find(folder, Names(part, "images", 3));
        string labelsPath = Find(folder, Names(part, "labels", 1));
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
            Math.Max(labels.Max() + 1, leastClasses),
            new ImageShape(shape[1], shape[2]));
    }

    // Both spellings are in circulation: with a dash as published, with a dot as some programs unpack them.
    private static string[] Names(string part, string kind, int axes) => [$"{part}-{kind}-idx{axes}-ubyte", $"{part}-{kind}.idx{axes}-ubyte"];

    private static string Find(string folder, string[] names) =>
        TryFind(folder, names) ?? throw new DataFileException(folder, $"the folder holds no {names[0]}, plain or with .gz.");

    private static string? TryFind(string folder, string[] names) => names
        .SelectMany(name => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".gz") })
        .FirstOrDefault(File.Exists);
}

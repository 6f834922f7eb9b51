using ScoreSde.Data.Idx;
using ScoreSde.Data.Npy;

namespace ScoreSde.Data.Own;

/// <summary>
/// MNIST and its kin: a folder with <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c> and the same with <c>t10k</c>, which is held
/// out, plain or with <c>.gz</c>. Pixels 0..255; x_net = (x − 127.5)/127.5. Labels and test part may be missing.
/// </summary>
internal static class IdxFolder
{
    private const string Training = "train";
    private const string Test = "t10k";

    /// <summary>Whether the folder has training images.</summary>
    public static bool IsOne(string folder) => TryFind(folder, Names(Training, "images", 3)) is not null;

    /// <summary>Both parts, the training part first.</summary>
    /// <exception cref="DataFileException">A file is missing or damaged, images and labels do not match, or the parts do not.</exception>
    public static OwnData Read(string folder)
    {
        (int[] shape, byte[] pixels, byte[]? labels) = Load(folder, Training);
        int rows = shape[0];
        int from = 0;
        if (TryFind(folder, Names(Test, "images", 3)) is not null)
        {
            (int[] testShape, byte[] testPixels, byte[]? testLabels) = Load(folder, Test);
            if (!testShape.AsSpan(1).SequenceEqual(shape.AsSpan(1)) || (testLabels ?? []).Except(labels ?? []).Any() || labels is null != testLabels is null)
            {
                throw new DataFileException(folder, "the images or classes of the test part are not those of the training part.");
            }

            from = rows;
            rows += testShape[0];
            pixels = [.. pixels, .. testPixels];
            labels = labels is null ? null : [.. labels, .. testLabels!];
        }

        var image = new ImageShape(shape[1], shape[2]);
        float[] values = Array.ConvertAll(pixels, static pixel => (float)pixel);
        return new(
            FolderName.Of(folder),
            new NumberArray(values, [rows, image.Dimension], byte.MaxValue),
            image.Dimension,
            image,
            labels is null ? null : RowLabels.Of(labels))
        {
            HeldOutFrom = from,
        };
    }

    private static (int[] Shape, byte[] Pixels, byte[]? Labels) Load(string folder, string part)
    {
        string[] names = Names(part, "images", 3);
        string path = TryFind(folder, names) ?? throw new DataFileException(folder, $"the folder holds no {names[0]}, plain or with .gz.");
        (int[] shape, byte[] pixels) = IdxFile.Load(path, axes: 3);
        if (TryFind(folder, Names(part, "labels", 1)) is not { } labelsPath)
        {
            return (shape, pixels, null);
        }

        (int[] length, byte[] labels) = IdxFile.Load(labelsPath, axes: 1);
        return length[0] == shape[0]
            ? (shape, pixels, labels)
            : throw new DataFileException(labelsPath, $"{length[0]} labels do not fit the {shape[0]} images beside them.");
    }

    // Both spellings are in circulation: with a dash as published, with a dot as some programs unpack them.
    private static string[] Names(string part, string kind, int axes) => [$"{part}-{kind}-idx{axes}-ubyte", $"{part}-{kind}.idx{axes}-ubyte"];

    private static string? TryFind(string folder, string[] names) => names
        .SelectMany(name => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".gz") })
        .FirstOrDefault(File.Exists);
}

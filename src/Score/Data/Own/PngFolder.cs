using ScoreSde.Data.Files;
using ScoreSde.Data.Npy;
using ScoreSde.Data.Png;

namespace ScoreSde.Data.Own;

/// <summary>
/// A folder of PNG pictures of one size, in the order of their names. Where the pictures lie in subfolders, each subfolder is a class of that name.
/// Other files are left alone.
/// </summary>
internal static class PngFolder
{
    private const int MostPictureBytes = 1 << 28;

    /// <summary>Whether the folder or one of its subfolders holds a PNG picture.</summary>
    public static bool IsOne(string folder) => Pictures(folder).Any() || Classes(folder).Any(static name => Pictures(name).Any());

    /// <summary>Reads all pictures.</summary>
    /// <exception cref="DataFileException">A picture is damaged or unlike the first, or pictures lie both in the folder and in subfolders.</exception>
    public static OwnData Read(string folder)
    {
        string[] classes = [.. Classes(folder).Where(static name => Pictures(name).Any())];
        string[] direct = [.. Pictures(folder)];
        if (direct.Length > 0 && classes.Length > 0)
        {
            throw new DataFileException(folder, $"pictures lie both in it and in its subfolder '{Path.GetFileName(classes[0])}'; subfolders are classes, so all pictures must lie in them.");
        }

        (string File, string Class)[] files = classes.Length == 0
            ? [.. direct.Select(static file => (file, ""))]
            : [.. classes.SelectMany(static name => Pictures(name).Select(file => (file, Path.GetFileName(name))))];
        PngPixels first = Picture(files[0].File);
        int dimension = first.Shape.Dimension;
        CheckSize(folder, files, dimension);
        var values = new float[files.Length * dimension];
        for (int i = 0; i < files.Length; i++)
        {
            PngPixels picture = i == 0 ? first : Picture(files[i].File);
            if (picture.Shape != first.Shape || picture.Largest != first.Largest)
            {
                throw new DataFileException(files[i].File, $"it is {Describe(picture)}, and {Path.GetFileName(files[0].File)} is {Describe(first)}; all pictures must be alike.");
            }

            for (int j = 0; j < dimension; j++)
            {
                values[(i * dimension) + j] = picture.Values[j];
            }
        }

        RowLabels? labels = classes.Length == 0 ? null : RowLabels.Of([.. files.Select(static file => file.Class)]);
        return new(FolderName.Of(folder), new NumberArray(values, [files.Length, dimension], first.Largest), dimension, first.Shape, labels);
    }

    private static void CheckSize(string folder, (string File, string Class)[] files, int dimension)
    {
        long bytes = files.Sum(static file => new FileInfo(file.File).Length);
        long numbers = (long)files.Length * dimension;
        if (numbers > Array.MaxLength || numbers > UnpackingStream.BudgetOf(bytes))
        {
            throw new DataFileException(folder, $"{files.Length} pictures of {dimension} numbers are more than can be taken from {bytes} packed bytes.");
        }
    }

    private static PngPixels Picture(string path) => FileFault.Named(path, () =>
    {
        if (!InputFile.IsPlain(path) || new FileInfo(path).Length > MostPictureBytes)
        {
            throw new DamagedFileException($"it is not a file of 1 to {MostPictureBytes} bytes.");
        }

        return PngReader.Read(File.ReadAllBytes(path));
    });

    private static IEnumerable<string> Classes(string folder) => Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Pictures(string folder) => Directory.EnumerateFiles(folder)
        .Where(static name => name.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
        .Order(StringComparer.Ordinal);

    private static string Describe(PngPixels picture) =>
        $"{picture.Shape.Height} × {picture.Shape.Width} {(picture.Shape.Channels == 1 ? "grey" : "in colour")} of {(picture.Largest == byte.MaxValue ? 8 : 16)} bits";
}

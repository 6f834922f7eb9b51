using System.IO.Compression;
using ScoreSde.Data.Files;
using ScoreSde.Data.Npy;

namespace ScoreSde.Data.Own;

/// <summary>
/// NumPy's .npz: a zip of .npy arrays, stored or deflated. The data is the array of the key that was asked for; else the only one that is not the labels;
/// else the first of x, X, data, images, samples, x_train, arr_0 that is there.
/// </summary>
internal static class NpzFile
{
    private const string Extension = ".npy";
    private static readonly string[] UsualKeys = ["x", "X", "data", "images", "samples", "x_train", "arr_0"];

    /// <summary>Reads data and labels.</summary>
    /// <param name="name">The data's name.</param>
    /// <param name="stream">The whole file.</param>
    /// <param name="key">The key of the data, or null.</param>
    /// <param name="labels">The key of the labels, or null.</param>
    /// <param name="layout">What the axes are, or null.</param>
    /// <exception cref="DamagedFileException">There is no such array, or it is no data.</exception>
    public static OwnData Read(string name, Stream stream, string? key, string? labels, DataLayout? layout)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        string[] keys = [.. zip.Entries.Where(static entry => entry.FullName.EndsWith(Extension, StringComparison.Ordinal)).Select(static entry => entry.FullName[..^Extension.Length])];
        string chosen = key ?? Choose(keys, labels);
        NumberArray array = Entry(zip, keys, chosen, stream.Length, NpyFile.Read);
        return OwnData.Of(name, array, layout, labels is null ? null : Entry(zip, keys, labels, stream.Length, NpyLabels.Read));
    }

    private static string Choose(string[] keys, string? labels)
    {
        string[] rest = [.. keys.Where(candidate => candidate != labels)];
        return rest.Length == 1 ? rest[0]
            : UsualKeys.FirstOrDefault(rest.Contains)
            ?? throw new DamagedFileException(
                $"it holds {(rest.Length == 0 ? "no array" : $"the arrays {ClassList.Of(rest)}; give --data FILE.npz:KEY")}.");
    }

    private static T Entry<T>(ZipArchive zip, string[] keys, string key, long fileBytes, Func<Stream, long, T> read)
    {
        ZipArchiveEntry entry = zip.GetEntry(key + Extension)
            ?? throw new DamagedFileException($"it has no array '{Excerpt.Of(key)}'; it has {(keys.Length == 0 ? "none" : ClassList.Of(keys))}.");
        long packed = Math.Min(entry.CompressedLength, fileBytes);
        if (entry.Length > UnpackingStream.BudgetOf(packed))
        {
            throw UnpackingStream.TooMuch(packed);
        }

        using Stream content = new UnpackingStream(entry.Open(), packed);
        try
        {
            return read(content, entry.Length);
        }
        catch (DamagedFileException fault)
        {
            throw new DamagedFileException($"array '{Excerpt.Of(key)}': {fault.Message}");
        }
    }
}

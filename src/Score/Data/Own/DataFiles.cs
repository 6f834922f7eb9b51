using ScoreSde.Data.Files;
using ScoreSde.Data.Npy;

namespace ScoreSde.Data.Own;

/// <summary>Tells what a user's file or folder is, by its first bytes or its content, and reads it.</summary>
internal static class DataFiles
{
    private static ReadOnlySpan<byte> Zip => "PK"u8;

    private static ReadOnlySpan<byte> Npy => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Whether there is such a file or folder; of FILE.npz:KEY, the file.</summary>
    public static bool Exist(string word) => Directory.Exists(word) || File.Exists(word) || File.Exists(PathOf(word));

    /// <summary>The path of a word: that before the key of FILE.npz:KEY, else all of it.</summary>
    public static string PathOf(string word) => Cut(word).Path;

    /// <summary>The word with its path made full.</summary>
    public static string Full(string word) => Cut(word) is var (path, key) && key is null ? Path.GetFullPath(path) : $"{Path.GetFullPath(path)}:{key}";

    /// <summary>Reads what is there.</summary>
    /// <exception cref="DataFileException">It is missing, damaged, or not of a kind that is read.</exception>
    public static OwnData Read(DataRequest request)
    {
        if (Directory.Exists(request.Name))
        {
            return Folder(request);
        }

        (string path, string? key) = Cut(request.Name);
        return FileFault.Named(path, () =>
        {
            using Stream stream = InputFile.Open(path);
            var start = new byte[Npy.Length];
            int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            stream.Position = 0;
            string name = Path.GetFileNameWithoutExtension(path) is { Length: > 0 } stem ? stem : path;
            if (start.AsSpan(0, read).StartsWith(Zip))
            {
                return NpzFile.Read(name, stream, key, request.Labels, request.Layout);
            }

            if (start.AsSpan(0, read).SequenceEqual(Npy))
            {
                return OwnData.Of(name, NpyFile.Read(stream, stream.Length), request.Layout, request.Labels is { } labels ? Labels(labels) : null) with { LabelsAreFile = true };
            }

            return IsText(path) && request.Layout is null or DataLayout.Rows
                ? CsvFile.Read(name, stream, request.Labels)
                : throw new DamagedFileException("it is neither an .npy nor an .npz file (its first bytes are wrong), and its name does not end with .csv, .tsv or .txt.");
        });
    }

    private static OwnData Folder(DataRequest request)
    {
        if (request.Labels is not null || request.Layout is not null)
        {
            throw new DataFileException(request.Name, "a folder brings its own labels and shape: --labels and --layout are for files.");
        }

        try
        {
            return IdxFolder.IsOne(request.Name) ? IdxFolder.Read(request.Name)
                : PngFolder.IsOne(request.Name) ? PngFolder.Read(request.Name)
                : throw new DataFileException(request.Name, "the folder holds neither train-images-idx3-ubyte, plain or with .gz, nor PNG pictures, in it or in subfolders.");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(request.Name, "the folder cannot be read.", cause);
        }
    }

    private static string[] Labels(string path) => FileFault.Named(path, () =>
    {
        using Stream stream = InputFile.Open(path);
        return NpyLabels.Read(stream, stream.Length);
    });

    private static (string Path, string? Key) Cut(string word)
    {
        int place = word.LastIndexOf(".npz:", StringComparison.OrdinalIgnoreCase);
        return place < 0 || File.Exists(word) ? (word, null) : (word[..(place + 4)], word[(place + 5)..]);
    }

    private static bool IsText(string path) => Path.GetExtension(path).ToUpperInvariant() is ".CSV" or ".TSV" or ".TXT";
}

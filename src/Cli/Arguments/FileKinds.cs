using System.CommandLine;
using System.Text.RegularExpressions;

namespace ScoreSde.Cli.Arguments;

/// <summary>Which kinds of file an option writes, by the endings in its form: <c>FILE.npy|FILE.csv</c>. A name without an ending gets the first.</summary>
internal static partial class FileKinds
{
    // Endings of files that people expect to hold what the name says. Others are part of a name.
    private static readonly string[] Known =
    [
        ".npy", ".npz", ".csv", ".tsv", ".json", ".jsonl", ".txt", ".md", ".html", ".htm", ".xml", ".yaml", ".yml", ".toml", ".safetensors", ".png", ".svg", ".gif",
        ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".ppm", ".pgm", ".ico", ".pdf", ".eps", ".ps", ".mp4", ".webm", ".mov", ".avi", ".apng", ".parquet",
        ".feather", ".arrow", ".h5", ".hdf5", ".mat", ".xls", ".xlsx", ".ods", ".pkl", ".pickle", ".pt", ".pth", ".ckpt", ".bin", ".onnx", ".gguf", ".zip", ".gz", ".tar",
        ".zst", ".xz", ".bz2", ".7z",
    ];

    /// <summary>The endings of what an option writes, with their points; none where it writes folders.</summary>
    public static string[] Of(Option option) => [.. Ending().Matches(option.HelpName ?? "").Select(static match => match.Value)];

    /// <summary>Notes a fault where the name's ending promises what the option does not write.</summary>
    public static void Check(Option option, string path, Faults faults)
    {
        string[] kinds = Of(option);
        string ending = Path.GetExtension(path);
        if (kinds.Length > 0 && Known.Contains(ending, StringComparer.OrdinalIgnoreCase) && !kinds.Contains(ending, StringComparer.OrdinalIgnoreCase))
        {
            faults.Add($"{option.Name} writes {string.Join(" or ", kinds)}, not {ending}: {path}.");
        }
    }

    /// <summary>The name's ending, where it promises another kind of file; else null.</summary>
    public static string? Other(string path, string kind) =>
        Path.GetExtension(path) is var ending && Known.Contains(ending, StringComparer.OrdinalIgnoreCase) && !ending.Equals(kind, StringComparison.OrdinalIgnoreCase) ? ending : null;

    [GeneratedRegex(@"\.[a-z]+")]
    private static partial Regex Ending();
}

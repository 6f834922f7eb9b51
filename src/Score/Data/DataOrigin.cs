using System.Globalization;

namespace ScoreSde.Data;

/// <summary>Where own data came from, so that it is found again and known again.</summary>
/// <param name="Path">The full path of the file or folder, with the key of an .npz file after a colon.</param>
/// <param name="Labels">The full path of the file of labels, or the key or column of them; null for none.</param>
/// <param name="Layout">How it was asked to be read; null where its shape told.</param>
/// <param name="Bytes">Length of the file; 0 of a folder or a pipe.</param>
/// <param name="Rows">All rows, of which some were held out.</param>
/// <param name="Split">How rows were held out: <c>fifth:1998</c> (<see cref="DataSplit.Of"/> under that seed) or <c>given:60000</c> (by the data itself: the rows from that one on).</param>
/// <param name="Hash">SHA-256 of all numbers and labels, in hexadecimal; docs/checkpoint-format.md has the order of bytes.</param>
public sealed record DataOrigin(string Path, string? Labels, DataLayout? Layout, long Bytes, int Rows, string Split, string Hash)
{
    private const string Given = "given:";
    private const string Fifth = "fifth:";

    /// <summary>The path as it stood relative to the checkpoint's folder; null where it was not read from one.</summary>
    public string? Beside { get; init; }

    /// <summary>The same of the file of labels.</summary>
    public string? LabelsBeside { get; init; }

    /// <summary>The first held-out row where the data brings its own parts; null where it does not.</summary>
    public int? HeldOutFrom =>
        Split.StartsWith(Given, StringComparison.Ordinal) && int.TryParse(Split.AsSpan(Given.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int row)
            ? row
            : null;

    /// <summary>The word of <see cref="Split"/> for data that holds out its rows from one on.</summary>
    public static string GivenFrom(int row) => $"{Given}{row}";

    /// <summary>The word of <see cref="Split"/> for a fifth under a seed.</summary>
    public static string FifthUnder(ulong seed) => $"{Fifth}{seed}";
}

namespace ScoreSde.Cli.Arguments;

/// <summary>Words that name a law by a file or by data: <c>mixture:FILE</c>, <c>data:NAME,h</c>.</summary>
internal static class LawWord
{
    /// <summary>What a word for data begins with.</summary>
    public const string Data = "data:";

    private const string Mixture = "mixture:";

    /// <summary>Whether a word is one of them that names data.</summary>
    public static bool IsOfData(string word) => word.StartsWith(Data, StringComparison.OrdinalIgnoreCase);

    /// <summary>The file, or the name of data; null of any other word.</summary>
    public static string? FileOf(string word) =>
        word.StartsWith(Mixture, StringComparison.OrdinalIgnoreCase) ? word[Mixture.Length..]
        : !IsOfData(word) ? null
        : word.LastIndexOf(',') is >= 0 and var comma ? word[Data.Length..comma] : word[Data.Length..];

    /// <summary>What stands behind the last comma of a word for data; empty without.</summary>
    public static string BlurOf(string word) => word.LastIndexOf(',') is >= 0 and var comma ? word[(comma + 1)..] : "";
}

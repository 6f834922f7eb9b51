namespace ScoreSde.Cli.Arguments;

/// <summary>Options by names that they had before, which mean the same as ever.</summary>
internal static class FormerWords
{
    private static readonly Dictionary<(string Verb, string Former), string> Renamed = new()
    {
        [("compare", "--samples")] = "--count",
    };

    /// <summary>The words with today's names.</summary>
    public static IReadOnlyList<string> Renewed(IReadOnlyList<string> words) => words.Count == 0 ? words : [.. words.Select(word => Renewed(words[0], word))];

    private static string Renewed(string verb, string word)
    {
        int end = word.IndexOf('=', StringComparison.Ordinal);
        string name = end < 0 ? word : word[..end];
        return Renamed.TryGetValue((verb, name), out string? now) ? $"{now}{word[name.Length..]}" : word;
    }
}

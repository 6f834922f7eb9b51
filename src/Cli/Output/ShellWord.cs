namespace ScoreSde.Cli.Output;

/// <summary>A word as it is typed at a shell.</summary>
internal static class ShellWord
{
    /// <summary>The word, in quotes where it has a character with a meaning of its own.</summary>
    public static string Of(string word) =>
        word.Length > 0 && word.All(static letter => char.IsLetterOrDigit(letter) || letter is '/' or '.' or '_' or '-' or ':' or ',' or '=' or '+' or '@' or '%')
            ? word
            : OperatingSystem.IsWindows() ? $"\"{word}\"" : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

namespace ScoreSde.Data.Files;

/// <summary>A text from inside a file, short enough for a message.</summary>
internal static class Quote
{
    private const int Most = 80;

    /// <summary>The text, its middle left out beyond 80 characters, control characters as <c>\u001B</c>.</summary>
    public static string Of(string text)
    {
        string shown = text.Length <= Most ? text : $"{text[..(Most - 20)]}…{text[^19..]}";
        return shown.Any(char.IsControl)
            ? string.Concat(shown.Select(letter => char.IsControl(letter) ? $"\\u{(int)letter:X4}" : $"{letter}"))
            : shown;
    }
}

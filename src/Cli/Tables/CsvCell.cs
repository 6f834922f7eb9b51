using ScoreSde.Data;

namespace ScoreSde.Cli.Tables;

/// <summary>A cell of comma-separated values.</summary>
internal static class CsvCell
{
    /// <summary>Foreign text: quoted where it holds a comma or a quote, and harmless to a spreadsheet, which takes a cell that begins with one of four characters for a formula.</summary>
    public static string Of(string text)
    {
        string shown = Excerpt.Escaped(text);
        string harmless = shown.Length > 0 && shown[0] is '=' or '+' or '-' or '@' ? $"'{shown}" : shown;
        return harmless.AsSpan().ContainsAny(",\"") ? $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : harmless;
    }
}

using System.Globalization;
using System.Text.Json;

namespace ScoreSde.Documents;

/// <summary>
/// A Markdown table of JSON objects, a row for each command: <c>figures KEY KEY …</c> has a column for each key; numbers have two digits, whole ones all.
/// </summary>
internal static class Figures
{
    /// <summary>The table that <paramref name="words"/> asks for.</summary>
    /// <exception cref="FormatException">The words or an object are of another form.</exception>
    public static string Table(IReadOnlyList<string> objects, string words)
    {
        if (words.Split(' ') is not ["figures", .. var keys] || keys.Length == 0)
        {
            throw new FormatException($"'{words}' is not of the form 'figures KEY KEY …' or 'pivot ROW COLUMN VALUE'.");
        }

        return string.Join('\n', [Line(keys), Line(keys.Select(static _ => "--:")), .. objects.Select(text => Line(Cells(text, keys)))]);
    }

    private static string[] Cells(string text, string[] keys)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return [.. keys.Select(key => document.RootElement.TryGetProperty(key, out JsonElement value) ? Cell(value) : throw new FormatException($"The JSON has no '{key}'."))];
    }

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out long whole) => whole.ToString(CultureInfo.InvariantCulture),
        JsonValueKind.Number => value.GetDouble().ToString("0.0e-0", CultureInfo.InvariantCulture),
        JsonValueKind.String => $"`{value.GetString()}`",
        _ => "–",
    };

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}

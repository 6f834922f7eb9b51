using System.Text.Json;

namespace ScoreSde.Cli.Tables;

/// <summary>Numbers in JSON, which has no word for NaN and infinity.</summary>
internal static class JsonNumber
{
    /// <summary>A named number; null where there is none or it is not finite.</summary>
    public static void WriteFinite(this Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}

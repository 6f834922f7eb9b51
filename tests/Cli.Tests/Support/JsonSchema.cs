using System.Text.Json;

namespace ScoreSde.Tests.Support;

/// <summary>The part of JSON Schema that this project's schemas use: type, const, enum, required, properties, additionalProperties, items and $ref.</summary>
internal sealed class JsonSchema(JsonElement root)
{
    private static readonly string[] Known =
        ["$schema", "title", "description", "minimum", "$defs", "$ref", "type", "const", "enum", "required", "properties", "additionalProperties", "items"];

    /// <summary>What is wrong with a value, a line each.</summary>
    public IReadOnlyList<string> Faults(JsonElement value)
    {
        var faults = new List<string>();
        Check(value, root, "", faults);
        return faults;
    }

    private void Check(JsonElement value, JsonElement schema, string place, List<string> faults)
    {
        foreach (JsonProperty word in schema.EnumerateObject())
        {
            Assert.Contains(word.Name, Known);
            switch (word.Name)
            {
                case "$ref":
                    string name = word.Value.GetString()!;
                    Check(value, root.GetProperty("$defs").GetProperty(name[(name.LastIndexOf('/') + 1)..]), place, faults);
                    break;
                case "type" when !Words(word.Value).Any(type => Is(value, type)):
                    faults.Add($"{place} is {value.ValueKind}, not {word.Value}");
                    break;
                case "const" when value.GetRawText() != word.Value.GetRawText():
                case "enum" when word.Value.EnumerateArray().All(one => one.GetRawText() != value.GetRawText()):
                    faults.Add($"{place} is {value}, not of {word.Value}");
                    break;
                case "required":
                    faults.AddRange(Words(word.Value).Where(key => !value.TryGetProperty(key, out _)).Select(key => $"{place} lacks {key}"));
                    break;
                case "items":
                    int index = 0;
                    foreach (JsonElement item in value.EnumerateArray())
                    {
                        Check(item, word.Value, $"{place}/{index++}", faults);
                    }

                    break;
            }
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in value.EnumerateObject())
            {
                if (schema.TryGetProperty("properties", out JsonElement properties) && properties.TryGetProperty(member.Name, out JsonElement own))
                {
                    Check(member.Value, own, $"{place}/{member.Name}", faults);
                }
                else if (schema.TryGetProperty("additionalProperties", out JsonElement others))
                {
                    if (others.ValueKind == JsonValueKind.False)
                    {
                        faults.Add($"{place} has {member.Name}, which the schema does not know");
                    }
                    else
                    {
                        Check(member.Value, others, $"{place}/{member.Name}", faults);
                    }
                }
            }
        }
    }

    private static IEnumerable<string> Words(JsonElement words) =>
        words.ValueKind == JsonValueKind.Array ? words.EnumerateArray().Select(static word => word.GetString()!) : [words.GetString()!];

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.GetDouble() % 1 == 0,
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such type."),
    };
}

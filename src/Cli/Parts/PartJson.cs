using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScoreSde.Cli.Parts;

/// <summary>How records are written as JSON and read.</summary>
[JsonSerializable(typeof(PartRecord))]
internal sealed partial class PartJson : JsonSerializerContext
{
    /// <summary>The same with letters and signs as they are.</summary>
    public static PartJson Readable { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

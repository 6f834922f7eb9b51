using System.Text.Json.Serialization;

namespace ScoreSde.Checkpoints;

/// <summary>The JSON text of a U-Net's shape; keys and meaning in docs/checkpoint-format.md.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(UNetText))]
internal sealed partial class UNetJson : JsonSerializerContext;

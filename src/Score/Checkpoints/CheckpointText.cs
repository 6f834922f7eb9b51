using System.Text.Json.Serialization;
using ScoreSde.Training;

namespace ScoreSde.Checkpoints;

/// <summary>The JSON texts in a checkpoint's metadata; keys and meaning in docs/checkpoint-format.md.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(NetworkText))]
[JsonSerializable(typeof(ProcessText))]
[JsonSerializable(typeof(DataText))]
[JsonSerializable(typeof(ProgressText))]
[JsonSerializable(typeof(TrainingSettings))]
internal sealed partial class CheckpointText : JsonSerializerContext;

using System.Text.Json;
using ScoreSde.Data;

namespace ScoreSde.Checkpoints;

/// <summary>Reads the JSON header of a safetensors file and checks each entry by itself.</summary>
internal static class TensorHeader
{
    public static (List<TensorEntry> Entries, Dictionary<string, string> Metadata) Parse(byte[] header, string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(header);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException("the header is not a JSON object");
            }

            return Parse(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Strings that are not Unicode surface as InvalidOperationException when they are decoded.
            throw new CheckpointException(file, "is no safetensors file: its header is not JSON.", exception);
        }
        catch (FormatException exception)
        {
            throw new CheckpointException(file, $"is damaged: {exception.Message}.", exception);
        }
    }

    private static (List<TensorEntry> Entries, Dictionary<string, string> Metadata) Parse(JsonElement root)
    {
        var entries = new List<TensorEntry>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!names.Add(property.Name))
            {
                throw new FormatException($"the name {Excerpt.Of(property.Name)} occurs twice");
            }

            if (property.Name == TensorFile.MetadataKey)
            {
                ReadMetadata(property.Value, metadata);
            }
            else
            {
                entries.Add(ReadEntry(property.Name, property.Value));
            }
        }

        return (entries, metadata);
    }

    private static void ReadMetadata(JsonElement value, Dictionary<string, string> metadata)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("__metadata__ is not a JSON object");
        }

        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
            {
                throw new FormatException($"the metadata under {Excerpt.Of(property.Name)} is not a string");
            }

            if (!metadata.TryAdd(property.Name, property.Value.GetString()!))
            {
                throw new FormatException($"the metadata key {Excerpt.Of(property.Name)} occurs twice");
            }
        }
    }

    private static TensorEntry ReadEntry(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"the entry of tensor {Excerpt.Of(name)} is not a JSON object");
        }

        string? word = value.TryGetProperty("dtype", out JsonElement type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
        if (!TensorTypes.TryParse(word, out TensorType elementType))
        {
            throw new FormatException($"tensor {Excerpt.Of(name)} has the element type {Excerpt.Of(word ?? "(none)")}, known are F32, F64, I64 and U8");
        }

        long[] shape = Numbers(name, value, "shape");
        long[] offsets = Numbers(name, value, "data_offsets");
        if (offsets.Length != 2 || offsets[1] < offsets[0])
        {
            throw new FormatException($"the data_offsets of tensor {Excerpt.Of(name)} are not a beginning and an end");
        }

        // UInt128 cannot overflow by one more factor below 2³¹ while the product so far is checked against 2⁶³.
        UInt128 size = (UInt128)elementType.Size();
        foreach (long length in shape)
        {
            size *= (UInt128)length;
            if (length > int.MaxValue || size > int.MaxValue)
            {
                throw new FormatException($"tensor {Excerpt.Of(name)} of shape {Shape(shape)} is too large");
            }
        }

        if (offsets[1] - offsets[0] != (long)size)
        {
            throw new FormatException(
                $"tensor {Excerpt.Of(name)} of shape {Shape(shape)} and type {word} needs {size} bytes, its offsets span {offsets[1] - offsets[0]}");
        }

        return new TensorEntry(name, elementType, [.. shape.Select(length => (int)length)], offsets[0], offsets[1]);
    }

    private static string Shape(long[] shape) => Excerpt.Of($"[{string.Join(", ", shape)}]");

    private static long[] Numbers(string name, JsonElement value, string key)
    {
        if (!value.TryGetProperty(key, out JsonElement list) || list.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException($"tensor {Excerpt.Of(name)} has no list {key}");
        }

        var numbers = new List<long>();
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out long number) || number < 0)
            {
                throw new FormatException($"the {key} of tensor {Excerpt.Of(name)} are not all whole numbers of 0 or more");
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }
}

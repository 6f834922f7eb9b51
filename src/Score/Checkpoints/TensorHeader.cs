using System.Text.Json;
using ScoreSde.Data;

namespace ScoreSde.Checkpoints;

/// <summary>
/// Reads the JSON header of a safetensors file, word by word, and checks each entry by itself. What it may hold is bounded, so that a header takes no more memory than twice
/// its length and 10 MB.
/// </summary>
internal static class TensorHeader
{
    private const int MostTensors = 20_000;
    private const int MostMetadata = 10_000;
    private const int MostAxes = 16;

    public static (List<TensorEntry> Entries, Dictionary<string, string> Metadata) Parse(byte[] header, string file)
    {
        try
        {
            var json = new Utf8JsonReader(header);
            json.Read();
            return json.TokenType == JsonTokenType.StartObject ? Parse(ref json) : throw new FormatException("the header is not a JSON object");
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

    private static (List<TensorEntry> Entries, Dictionary<string, string> Metadata) Parse(ref Utf8JsonReader json)
    {
        var entries = new List<TensorEntry>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            if (!names.Add(name))
            {
                throw new FormatException($"the name {Excerpt.Of(name)} occurs twice");
            }

            json.Read();
            if (name == TensorFile.MetadataKey)
            {
                ReadMetadata(ref json, metadata);
            }
            else if (entries.Count == MostTensors)
            {
                throw new FormatException($"there are more than {MostTensors} tensors");
            }
            else
            {
                entries.Add(ReadEntry(name, ref json));
            }
        }

        // Anything after the object is refused by the reader.
        json.Read();
        return (entries, metadata);
    }

    private static void ReadMetadata(ref Utf8JsonReader json, Dictionary<string, string> metadata)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("__metadata__ is not a JSON object");
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string key = json.GetString()!;
            json.Read();
            if (json.TokenType != JsonTokenType.String)
            {
                throw new FormatException($"the metadata under {Excerpt.Of(key)} is not a string");
            }

            if (!metadata.TryAdd(key, json.GetString()!))
            {
                throw new FormatException($"the metadata key {Excerpt.Of(key)} occurs twice");
            }

            if (metadata.Count > MostMetadata)
            {
                throw new FormatException($"there are more than {MostMetadata} entries of metadata");
            }
        }
    }

    private static TensorEntry ReadEntry(string name, ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException($"the entry of tensor {Excerpt.Of(name)} is not a JSON object");
        }

        string? word = null;
        long[]? shape = null;
        long[]? offsets = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isType = json.ValueTextEquals("dtype"u8);
            bool isShape = json.ValueTextEquals("shape"u8);
            bool isOffsets = json.ValueTextEquals("data_offsets"u8);
            json.Read();
            if (isType && json.TokenType == JsonTokenType.String)
            {
                word = json.GetString();
            }
            else if (isShape)
            {
                shape = Numbers(name, ref json, "shape");
            }
            else if (isOffsets)
            {
                offsets = Numbers(name, ref json, "data_offsets");
            }
            else
            {
                json.Skip();
            }
        }

        if (!TensorTypes.TryParse(word, out TensorType elementType))
        {
            throw new FormatException($"tensor {Excerpt.Of(name)} has the element type {Excerpt.Of(word ?? "(none)")}, known are F32, F64, I64 and U8");
        }

        if ((shape is null ? "shape" : offsets is null ? "data_offsets" : null) is { } missing)
        {
            throw NoList(name, missing);
        }

        if (offsets!.Length != 2 || offsets[1] < offsets[0])
        {
            throw new FormatException($"the data_offsets of tensor {Excerpt.Of(name)} are not a beginning and an end");
        }

        // UInt128 cannot overflow by one more factor below 2³¹ while the product so far is checked against 2⁶³.
        UInt128 size = (UInt128)elementType.Size();
        foreach (long length in shape!)
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

    private static FormatException NoList(string name, string key) => new($"tensor {Excerpt.Of(name)} has no list {key}");

    private static long[] Numbers(string name, ref Utf8JsonReader json, string key)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            throw NoList(name, key);
        }

        Span<long> numbers = stackalloc long[MostAxes];
        int count = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long number) || number < 0)
            {
                throw new FormatException($"the {key} of tensor {Excerpt.Of(name)} are not all whole numbers of 0 or more");
            }

            if (count == MostAxes)
            {
                throw new FormatException($"the {key} of tensor {Excerpt.Of(name)} are more than {MostAxes} numbers");
            }

            numbers[count++] = number;
        }

        return numbers[..count].ToArray();
    }
}

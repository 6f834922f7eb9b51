using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using ScoreSde.Data;

namespace ScoreSde.Checkpoints;

/// <summary>
/// Writes safetensors: the header's length N (8 bytes, little endian), the header (JSON, padded with spaces so that 8 + N is
/// a multiple of 8), the tensors one after the other. Offsets in the header count from the end of the header.
/// </summary>
/// <remarks>
/// Format: https://github.com/huggingface/safetensors. As the reference writer does, the widest element types come first,
/// so that every tensor is aligned to its element; within a type the given order is kept. The bytes depend on the content alone.
/// </remarks>
public static class TensorWriter
{
    /// <summary>Writes under a temporary name beside <paramref name="path"/> and renames; on failure nothing is left behind.</summary>
    /// <exception cref="CheckpointException">The file cannot be written.</exception>
    public static void Write(string path, TensorFile content)
    {
        try
        {
            PendingFile.Write(path, stream => Write(stream, content));
        }
        catch (DataFileException exception)
        {
            throw new CheckpointException(path, exception.Fault, exception);
        }
        catch (Exception exception) when (WriteFault.IsOne(exception))
        {
            throw new CheckpointException(path, $"cannot be written: {WriteFault.Reason(exception)}", exception);
        }
    }

    /// <summary>Writes at the stream's place.</summary>
    public static void Write(Stream stream, TensorFile content)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(stream);
        List<Tensor> tensors = [.. content.Tensors.OrderByDescending(tensor => tensor.Type.Size())];
        byte[] header = Header(tensors, content.Metadata);
        int padded = (header.Length + 7) / 8 * 8;
        byte[] start = new byte[8 + padded];
        BinaryPrimitives.WriteUInt64LittleEndian(start, (ulong)padded);
        start.AsSpan(8).Fill((byte)' ');
        header.CopyTo(start, 8);
        stream.Write(start);
        foreach (Tensor tensor in tensors)
        {
            stream.Write(tensor.Bytes.Span);
        }
    }

    private static byte[] Header(List<Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartObject(TensorFile.MetadataKey);
        foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
        long offset = 0;
        var names = new HashSet<string>(StringComparer.Ordinal) { TensorFile.MetadataKey };
        foreach (Tensor tensor in tensors)
        {
            if (!names.Add(tensor.Name))
            {
                throw new ArgumentException($"The tensor name {tensor.Name} is taken.", nameof(tensors));
            }

            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.Type.Word());
            json.WriteStartArray("shape");
            foreach (int length in tensor.Shape)
            {
                json.WriteNumberValue(length);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            offset += tensor.Bytes.Length;
            json.WriteNumberValue(offset);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}

using System.Buffers.Binary;
using System.Text.Json;

namespace ScoreSde.Checkpoints;

/// <summary>
/// Reads safetensors strictly: every byte must be accounted for, and nothing is allocated on the word of a header alone.
/// </summary>
public static class TensorReader
{
    /// <summary>Reads a whole file.</summary>
    /// <exception cref="CheckpointException">The file is missing, truncated, or not exactly as the format says.</exception>
    public static TensorFile Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException(path, "there is no such file.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, $"cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Reads from a stream that knows its length, from its place to its end; <paramref name="file"/> names it in messages.</summary>
    /// <exception cref="CheckpointException">The content is truncated or not exactly as the format says.</exception>
    public static TensorFile Read(Stream stream, string file)
    {
        long available = stream.Length - stream.Position;
        if (available < 8)
        {
            throw new CheckpointException(file, $"is no safetensors file: it has {available} bytes, fewer than the 8 of the header's length.");
        }

        Span<byte> lengthBytes = stackalloc byte[8];
        stream.ReadExactly(lengthBytes);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > TensorFile.MaximumHeaderLength)
        {
            throw new CheckpointException(file, $"is no safetensors file: its header would be {length} bytes long.");
        }

        if ((long)length > available - 8)
        {
            throw new CheckpointException(file, $"is truncated: its header of {length} bytes is longer than the {available - 8} bytes that follow.");
        }

        byte[] header = new byte[(int)length];
        stream.ReadExactly(header);
        (List<TensorEntry> entries, Dictionary<string, string> metadata) = TensorHeader.Parse(header, file);
        return new TensorFile(Load(stream, file, entries, available - 8 - (long)length), metadata);
    }

    private static List<Tensor> Load(Stream stream, string file, List<TensorEntry> entries, long dataLength)
    {
        entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        long end = 0;
        foreach (TensorEntry entry in entries)
        {
            if (entry.Begin != end)
            {
                string relation = entry.Begin < end ? "overlaps the one before it" : "leaves a gap after the one before it";
                throw new CheckpointException(file, $"is damaged: tensor {entry.Name} {relation}.");
            }

            end = entry.End;
        }

        if (end > dataLength)
        {
            throw new CheckpointException(file, $"is truncated: its tensors need {end} bytes, it has {dataLength}.");
        }

        if (end < dataLength)
        {
            throw new CheckpointException(file, $"is damaged: {dataLength - end} bytes follow the last tensor.");
        }

        var tensors = new List<Tensor>(entries.Count);
        foreach (TensorEntry entry in entries)
        {
            byte[] bytes = new byte[entry.End - entry.Begin];
            stream.ReadExactly(bytes);
            tensors.Add(new Tensor(entry.Name, entry.Type, entry.Shape, bytes));
        }

        return tensors;
    }
}

using System.Buffers.Binary;
using ScoreSde.Data;

namespace ScoreSde.Checkpoints;

/// <summary>
/// Reads safetensors strictly: every byte must be accounted for, and nothing is allocated on the word of a header alone.
/// </summary>
public static class TensorReader
{
    /// <summary>
    /// What a header may have whatever follows; beyond it, as many bytes as the tensors. What makes a header of this program long, units of many columns and names of many classes, has weights of its own.
    /// </summary>
    internal const int FreeHeaderBytes = 4 << 20;

    /// <summary>The most that is taken from a pipe, whose length is not known.</summary>
    private const long MostPipedBytes = 1L << 30;

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="CheckpointException">The file is missing, truncated, or not exactly as the format says.</exception>
    public static TensorFile Read(string path) => Opened(path, stream => Read(stream, path));

    /// <summary>Reads from a stream that knows its length, from its place to its end; <paramref name="file"/> names it in messages.</summary>
    /// <exception cref="CheckpointException">The content is truncated or not exactly as the format says.</exception>
    public static TensorFile Read(Stream stream, string file)
    {
        ArgumentNullException.ThrowIfNull(stream);
        long available = stream.Length - stream.Position;
        byte[] header = Header(stream, file, available);
        (List<TensorEntry> entries, Dictionary<string, string> metadata) = TensorHeader.Parse(header, file);
        return new TensorFile(Load(stream, file, entries, available - 8 - header.Length), metadata);
    }

    /// <summary>The strings under <c>__metadata__</c>, without a look at the tensors.</summary>
    /// <exception cref="CheckpointException">The file is missing or its header is not as the format says.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path) =>
        Opened(path, stream => TensorHeader.Parse(Header(stream, path, stream.Length), path).Metadata);

    private static T Opened<T>(string path, Func<Stream, T> read)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.CanSeek)
            {
                return read(file);
            }

            using MemoryStream whole = Drained(file, path);
            return read(whole);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException(path, "there is no such file.", exception);
        }
        catch (EndOfStreamException exception)
        {
            throw new CheckpointException(path, "is truncated: it became shorter while it was read.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(
                path, exception is UnauthorizedAccessException ? "cannot be read: access is denied." : "cannot be read: the disk or its file system refused.", exception);
        }
    }

    private static MemoryStream Drained(FileStream pipe, string path)
    {
        var whole = new MemoryStream();
        byte[] part = new byte[1 << 16];
        for (int read = pipe.Read(part); read > 0; read = pipe.Read(part))
        {
            if (whole.Length + read > MostPipedBytes)
            {
                throw new CheckpointException(path, $"cannot be read: it is no plain file and gives more than {MostPipedBytes} bytes.");
            }

            whole.Write(part, 0, read);
        }

        whole.Position = 0;
        return whole;
    }

    private static byte[] Header(Stream stream, string file, long available)
    {
        if (available < 8)
        {
            throw new CheckpointException(file, $"is no safetensors file: it has {available} bytes, fewer than the 8 of the header's length.");
        }

        Span<byte> lengthBytes = stackalloc byte[8];
        stream.ReadExactly(lengthBytes);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > TensorFile.MaximumHeaderLength)
        {
            throw new CheckpointException(file, "is no safetensors file: its first eight bytes are not the length of a header.");
        }

        if ((long)length > available - 8)
        {
            throw new CheckpointException(file, $"is truncated: its header of {length} bytes is longer than the {available - 8} bytes that follow.");
        }

        long rest = available - 8 - (long)length;
        if ((long)length > FreeHeaderBytes + rest)
        {
            throw new CheckpointException(file, $"has a header of {length} bytes; this program reads at most {FreeHeaderBytes} and as many as the {rest} of its tensors.");
        }

        byte[] header = new byte[(int)length];
        stream.ReadExactly(header);
        return header;
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
                throw new CheckpointException(file, $"is damaged: tensor {Excerpt.Of(entry.Name)} {relation}.");
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

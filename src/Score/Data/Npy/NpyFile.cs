using System.Buffers.Binary;

namespace ScoreSde.Data.Npy;

/// <summary>
/// Reads NumPy's .npy files: versions 1.0 and 2.0, C order, dtypes &lt;f4, &lt;f8, &lt;i4, &lt;i8, |u1, any number of axes from one up.
/// </summary>
public static class NpyFile
{
    private const int ChunkBytes = 1 << 16;

    /// <summary>Reads an array; values are converted to float.</summary>
    /// <exception cref="DataFileException">The file is missing, damaged, or of another dtype or order.</exception>
    public static NpyArray Load(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Read(stream);
        }
        catch (EndOfStreamException cause)
        {
            throw new DataFileException(path, "the file is truncated.", cause);
        }
        catch (Exception cause) when (cause is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(path, cause is InvalidDataException ? cause.Message : "the file cannot be read.", cause);
        }
    }

    /// <summary>
    /// Reads an array as rows: shape [n, …] becomes n rows, shape [n] n rows of one number. Scaled for networks by the mean and the
    /// standard deviation of all values.
    /// </summary>
    /// <exception cref="DataFileException">The file is damaged, empty, or holds values that are not finite.</exception>
    public static DataSet LoadDataSet(string path)
    {
        NpyArray array = Load(path);
        if (array.Values.Length == 0 || array.Shape.Count == 0)
        {
            throw new DataFileException(path, "the array holds no rows.");
        }

        int bad = Array.FindIndex(array.Values, value => !float.IsFinite(value));
        int dimension = array.Values.Length / array.Shape[0];
        if (bad >= 0)
        {
            throw new DataFileException(path, $"row {bad / dimension} holds {array.Values[bad]} in column {bad % dimension}; values must be finite.");
        }

        double mean = array.Values.Average(value => (double)value);
        double deviation = Math.Sqrt(array.Values.Average(value => (value - mean) * (value - mean)));
        string name = Path.GetFileNameWithoutExtension(path);
        return new(name.Length > 0 ? name : path, array.Values, dimension, new(mean, deviation > 0 ? deviation : 1));
    }

    private static NpyArray Read(FileStream stream)
    {
        NpyHeader header = NpyHeader.Read(stream);
        int width = header.Descriptor switch
        {
            "|u1" => 1,
            "<f4" or "<i4" => 4,
            "<f8" or "<i8" => 8,
            _ => throw new InvalidDataException($"dtype '{header.Descriptor}' is not supported; <f4, <f8, <i4, <i8 and |u1 are."),
        };

        // The length of the file is asked before anything is allocated: a damaged head may promise any size.
        long present = stream.Length - stream.Position;
        long promised = Promised(header.Shape, width);
        if (promised > present)
        {
            throw new InvalidDataException($"the file is truncated: its head promises {Describe(promised)} of data and {present} bytes follow.");
        }

        if (promised < present)
        {
            throw new InvalidDataException($"{present - promised} bytes follow the data that the head promises.");
        }

        if (promised / width > Array.MaxLength)
        {
            throw new InvalidDataException($"{promised / width} values are more than one array can hold.");
        }

        var values = new float[promised / width];
        var buffer = new byte[ChunkBytes];
        for (int start = 0; start < values.Length; start += ChunkBytes / width)
        {
            Span<float> target = values.AsSpan(start, Math.Min(ChunkBytes / width, values.Length - start));
            Span<byte> bytes = buffer.AsSpan(0, target.Length * width);
            stream.ReadExactly(bytes);
            Convert(header.Descriptor, bytes, target);
        }

        return new(values, [.. header.Shape.Select(length => (int)length)]);
    }

    private static long Promised(IReadOnlyList<long> shape, int width)
    {
        // An axis of length 0 makes the array empty however long the others claim to be.
        if (shape.Contains(0))
        {
            return 0;
        }

        Int128 bytes = width;
        foreach (long length in shape)
        {
            bytes *= length;
            if (bytes > long.MaxValue)
            {
                return long.MaxValue;
            }
        }

        return (long)bytes;
    }

    private static string Describe(long bytes) => bytes == long.MaxValue ? "more than 8 EiB" : $"{bytes} bytes";

    private static void Convert(string descriptor, ReadOnlySpan<byte> bytes, Span<float> target)
    {
        int width = bytes.Length / target.Length;
        for (int i = 0; i < target.Length; i++)
        {
            ReadOnlySpan<byte> value = bytes.Slice(i * width, width);
            target[i] = descriptor switch
            {
                "<f4" => BinaryPrimitives.ReadSingleLittleEndian(value),
                "<f8" => (float)BinaryPrimitives.ReadDoubleLittleEndian(value),
                "<i4" => BinaryPrimitives.ReadInt32LittleEndian(value),
                "<i8" => BinaryPrimitives.ReadInt64LittleEndian(value),
                _ => value[0],
            };
        }
    }
}

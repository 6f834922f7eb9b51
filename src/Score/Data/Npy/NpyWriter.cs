using System.Runtime.InteropServices;

namespace ScoreSde.Data.Npy;

/// <summary>
/// Writes an .npy file of version 1.0, &lt;f4 or &lt;f8, row by row: memory does not grow with the array. The file appears under its name
/// when <see cref="Commit"/> is called and every row has been written, and not at all otherwise.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class NpyWriter<T> : IDisposable
    where T : unmanaged
{
    // A span of bytes cannot be longer than 2 GiB.
    private const int MostAtOnce = 1 << 26;

    private readonly PendingFile file;
    private readonly string path;
    private long missing;

    /// <summary>Begins the file and writes its head.</summary>
    /// <param name="path">The file's name; an existing file is replaced at the end.</param>
    /// <param name="shape">The lengths of the axes; at least one axis.</param>
    /// <exception cref="DataFileException">The file cannot be written.</exception>
    public NpyWriter(string path, params ReadOnlySpan<long> shape)
    {
        NpyHeader header = HeaderOf(shape);
        missing = header.Count;
        this.path = path;
        file = new PendingFile(path);
        try
        {
            Write(header.ToBytes());
        }
        catch (DataFileException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a whole array, [values.Length / dimension, dimension].</summary>
    /// <exception cref="ArgumentException">The values are no whole number of rows.</exception>
    /// <exception cref="DataFileException">The file cannot be written.</exception>
    public static void Save(string path, ReadOnlySpan<T> values, int dimension)
    {
        if (values.Length % Require.Positive(dimension) != 0)
        {
            throw new ArgumentException($"{values.Length} values are no whole number of rows of {dimension}.", nameof(values));
        }

        using var writer = new NpyWriter<T>(path, values.Length / dimension, dimension);
        writer.Append(values);
        writer.Commit();
    }

    /// <summary>Writes a whole array to a stream.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="values">All values, the last axis fastest.</param>
    /// <param name="shape">The lengths of the axes; at least one axis.</param>
    /// <exception cref="ArgumentException">There are more or fewer values than the shape has.</exception>
    public static void Write(Stream stream, ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
    {
        ArgumentNullException.ThrowIfNull(stream);
        NpyHeader header = HeaderOf(shape);
        if (header.Count != values.Length)
        {
            throw new ArgumentException($"{values.Length} values do not fill a shape of {header.Count}.", nameof(values));
        }

        stream.Write(header.ToBytes());
        for (; !values.IsEmpty; values = values[Math.Min(values.Length, MostAtOnce)..])
        {
            stream.Write(MemoryMarshal.AsBytes(values[..Math.Min(values.Length, MostAtOnce)]));
        }
    }

    /// <summary>The head of a file of that shape.</summary>
    /// <param name="shape">The lengths of the axes; at least one axis.</param>
    public static byte[] Head(params ReadOnlySpan<long> shape) => HeaderOf(shape).ToBytes();

    /// <summary>Writes the next values, the last axis fastest.</summary>
    /// <exception cref="InvalidOperationException">There are more values than the shape has.</exception>
    /// <exception cref="DataFileException">The disk is full.</exception>
    public void Append(ReadOnlySpan<T> values)
    {
        if (values.Length > missing)
        {
            throw new InvalidOperationException($"{values.Length} values were given and {missing} are missing.");
        }

        missing -= values.Length;
        while (!values.IsEmpty)
        {
            ReadOnlySpan<T> part = values[..Math.Min(values.Length, MostAtOnce)];
            Write(MemoryMarshal.AsBytes(part));
            values = values[part.Length..];
        }
    }

    /// <summary>Completes the file.</summary>
    /// <exception cref="InvalidOperationException">Values are missing.</exception>
    /// <exception cref="DataFileException">The file cannot be written.</exception>
    public void Commit()
    {
        if (missing > 0)
        {
            throw new InvalidOperationException($"{missing} values are missing.");
        }

        file.Commit();
    }

    /// <summary>Deletes the file unless it was committed.</summary>
    public void Dispose() => file.Dispose();

    private static NpyHeader HeaderOf(ReadOnlySpan<long> shape)
    {
        if (!BitConverter.IsLittleEndian || (typeof(T) != typeof(float) && typeof(T) != typeof(double)))
        {
            throw new NotSupportedException("Arrays are written as little-endian float or double.");
        }

        ArgumentOutOfRangeException.ThrowIfZero(shape.Length);
        foreach (long length in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length);
        }

        return new NpyHeader(typeof(T) == typeof(float) ? "<f4" : "<f8", shape.ToArray());
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            file.Stream.Write(bytes);
        }
        catch (Exception cause) when (WriteFault.IsOne(cause))
        {
            throw new DataFileException(path, $"cannot be written: {WriteFault.Reason(cause)}", cause);
        }
    }
}

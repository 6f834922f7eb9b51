using ScoreSde.Data.Files;

namespace ScoreSde.Data.Npy;

/// <summary>
/// Reads NumPy's .npy files: versions 1.0, 2.0 and 3.0, C and Fortran order, bool, whole numbers and floats of at most 8 bytes in either order of
/// bytes, any number of axes from one up.
/// </summary>
public static class NpyFile
{
    private const int ChunkBytes = 1 << 16;

    /// <summary>Reads an array; values are rounded to float.</summary>
    /// <exception cref="DataFileException">The file is missing, damaged, or of another dtype.</exception>
    public static NpyArray Load(string path)
    {
        NumberArray array = FileFault.Named(path, () =>
        {
            using Stream stream = InputFile.Open(path);
            return Read(stream, stream.Length);
        });
        return new(array.ToFloat(), array.Shape);
    }

    /// <summary>Reads the head of an array, and compares the length of the file with what it promises.</summary>
    /// <exception cref="DataFileException">The file is missing, damaged, or of another dtype.</exception>
    public static NpyHeader ReadHead(string path) => FileFault.Named(path, () =>
    {
        using Stream stream = InputFile.Open(path);
        NpyHeader header = NpyHeader.Read(stream);
        header.CheckBytes(NumberType.Parse(header.Descriptor).Size, stream.Length);
        return header;
    });

    /// <summary>Reads an array without loss.</summary>
    /// <param name="stream">At the first byte of the file.</param>
    /// <param name="length">Bytes of the file.</param>
    /// <exception cref="DamagedFileException">This is no such file.</exception>
    /// <exception cref="EndOfStreamException">It ends too early.</exception>
    internal static NumberArray Read(Stream stream, long length) => Read(stream, NpyHeader.Read(stream), length);

    /// <summary>The same after the head.</summary>
    internal static NumberArray Read(Stream stream, NpyHeader header, long length)
    {
        NumberType type = NumberType.Parse(header.Descriptor);
        header.CheckLength(type.Size, length);
        int[] shape = [.. header.Shape.Select(axis => (int)axis)];
        int[] stored = header.IsFortran ? [.. shape.Reverse()] : shape;
        int count = (int)header.Count;
        NumberArray array = type.FitsFloat
            ? new NumberArray(Values<float>(stream, type, count, out bool isExact), stored, type.Largest)
            : new NumberArray(Values<double>(stream, type, count, out isExact), stored, !isExact);
        return header.IsFortran && shape.Length > 1 ? array.Transposed([.. Enumerable.Range(0, shape.Length).Reverse()]) : array;
    }

    private static T[] Values<T>(Stream stream, NumberType type, int count, out bool isExact)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        var values = new T[count];
        isExact = true;
        var buffer = new byte[ChunkBytes];
        for (int start = 0; start < values.Length; start += ChunkBytes / type.Size)
        {
            Span<T> target = values.AsSpan(start, Math.Min(ChunkBytes / type.Size, values.Length - start));
            Span<byte> bytes = buffer.AsSpan(0, target.Length * type.Size);
            stream.ReadExactly(bytes);
            isExact &= type.Convert(bytes, target);
        }

        return values;
    }
}

using System.Runtime.InteropServices;

namespace ScoreSde.Checkpoints;

/// <summary>A named array in a tensor file: row-major, little endian.</summary>
public sealed class Tensor
{
    internal Tensor(string name, TensorType type, IReadOnlyList<int> shape, ReadOnlyMemory<byte> bytes)
    {
        Name = name;
        Type = type;
        Shape = shape;
        Bytes = bytes;
    }

    /// <summary>A tensor of 32-bit numbers; the values are copied.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of the shape.</exception>
    public Tensor(string name, IReadOnlyList<int> shape, ReadOnlySpan<float> values)
        : this(name, TensorType.F32, shape, Copy(name, Require.NotNull(shape), values))
    {
    }

    /// <summary>A tensor of 64-bit numbers; the values are copied.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of the shape.</exception>
    public Tensor(string name, IReadOnlyList<int> shape, ReadOnlySpan<double> values)
        : this(name, TensorType.F64, shape, Copy(name, Require.NotNull(shape), values))
    {
    }

    /// <summary>A tensor of whole numbers; the values are copied.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of the shape.</exception>
    public Tensor(string name, IReadOnlyList<int> shape, ReadOnlySpan<long> values)
        : this(name, TensorType.I64, shape, Copy(name, Require.NotNull(shape), values))
    {
    }

    /// <summary>A tensor of bytes; the values are copied.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of the shape.</exception>
    public Tensor(string name, IReadOnlyList<int> shape, ReadOnlySpan<byte> values)
        : this(name, TensorType.U8, shape, Copy(name, Require.NotNull(shape), values))
    {
    }

    /// <summary>The key of the tensor in its file.</summary>
    public string Name { get; }

    /// <summary>The type of an element.</summary>
    public TensorType Type { get; }

    /// <summary>Lengths of the axes, slowest first; empty for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The elements, row-major, little endian.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The shape as it is written in messages: [2, 3].</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";

    /// <summary>The elements as an array of their own type.</summary>
    /// <typeparam name="T">float, double, long or byte, as <see cref="Type"/> says.</typeparam>
    /// <exception cref="InvalidOperationException">The elements have another type.</exception>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        if (TypeOf<T>() != Type)
        {
            throw new InvalidOperationException($"Tensor {Name} holds {Type.Word()}, not {TypeOf<T>().Word()}.");
        }

        T[] values = new T[Bytes.Length / Type.Size()];
        Bytes.Span.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        LittleEndian.Swap(values);
        return values;
    }

    private static TensorType TypeOf<T>() =>
        typeof(T) == typeof(float) ? TensorType.F32
        : typeof(T) == typeof(double) ? TensorType.F64
        : typeof(T) == typeof(long) ? TensorType.I64
        : typeof(T) == typeof(byte) ? TensorType.U8
        : throw new InvalidOperationException($"No tensor holds elements of type {typeof(T).Name}.");

    private static byte[] Copy<T>(string name, IReadOnlyList<int> shape, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        long count = 1;
        foreach (int length in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(shape));
            count = checked(count * length);
        }

        if (count != values.Length)
        {
            throw new ArgumentException(
                $"Tensor {name} of shape [{string.Join(", ", shape)}] holds {count} values, not {values.Length}.", nameof(values));
        }

        T[] copy = values.ToArray();
        LittleEndian.Swap(copy);
        return MemoryMarshal.AsBytes(copy.AsSpan()).ToArray();
    }
}

using System.Numerics;
using System.Runtime.InteropServices;
using ScoreSde.Data.Files;

namespace ScoreSde.Data.Npy;

/// <summary>
/// A plain element type of NumPy: <c>|b1</c>, signed and unsigned integers of 1 to 8 bytes, floats of 2, 4 and 8, in either order of bytes.
/// </summary>
/// <param name="Kind">b, i, u or f.</param>
/// <param name="Size">Bytes of one number.</param>
/// <param name="BigEndian">Whether the first byte is the highest.</param>
internal readonly record struct NumberType(char Kind, int Size, bool BigEndian)
{
    /// <summary>Whether float holds each number exactly.</summary>
    public bool FitsFloat => Size <= (Kind is 'i' or 'u' ? 2 : 4);

    /// <summary>The largest number of a type that pictures are stored in: 1, 255 or 65535; null of other types.</summary>
    public double? Largest => (Kind, Size) switch
    {
        ('b', 1) => 1,
        ('u', 1) => byte.MaxValue,
        ('u', 2) => ushort.MaxValue,
        _ => null,
    };

    /// <summary>The type of a word such as <c>&lt;f4</c>.</summary>
    /// <exception cref="DamagedFileException">There is no such type, or it is not one of numbers.</exception>
    public static NumberType Parse(string descriptor)
    {
        char order = descriptor.Length > 0 && descriptor[0] is '<' or '>' or '|' or '=' ? descriptor[0] : '=';
        string rest = descriptor.TrimStart('<', '>', '|', '=');
        return rest is "b1" or "i1" or "u1" or "i2" or "u2" or "f2" or "i4" or "u4" or "f4" or "i8" or "u8" or "f8" && descriptor.Length - rest.Length <= 1
            ? new NumberType(rest[0], rest[1] - '0', order == '>' || (order == '=' && !BitConverter.IsLittleEndian))
            : throw new DamagedFileException($"dtype '{Excerpt.Of(descriptor)}' is not supported; bool, whole numbers and floats of at most 8 bytes are.");
    }

    /// <summary>Turns bytes into numbers.</summary>
    /// <returns>Whether all whole numbers are what they were; those beyond 2⁵³ are rounded where double does not hold them.</returns>
    public bool Convert<T>(Span<byte> bytes, Span<T> target)
        where T : unmanaged, INumber<T> => (Kind, Size) switch
        {
            ('f', 2) => Convert<Half, T>(bytes, target),
            ('f', 4) => Convert<float, T>(bytes, target),
            ('f', 8) => Convert<double, T>(bytes, target),
            ('i', 1) => Convert<sbyte, T>(bytes, target),
            ('i', 2) => Convert<short, T>(bytes, target),
            ('i', 4) => Convert<int, T>(bytes, target),
            ('i', 8) => Convert<long, T>(bytes, target),
            ('u', 2) => Convert<ushort, T>(bytes, target),
            ('u', 4) => Convert<uint, T>(bytes, target),
            ('u', 8) => Convert<ulong, T>(bytes, target),
            _ => Convert<byte, T>(bytes, target),
        };

    private bool Convert<TFrom, T>(Span<byte> bytes, Span<T> target)
        where TFrom : unmanaged, INumber<TFrom>
        where T : unmanaged, INumber<T>
    {
        if (BigEndian == BitConverter.IsLittleEndian && Size > 1)
        {
            for (int i = 0; i < bytes.Length; i += Size)
            {
                bytes.Slice(i, Size).Reverse();
            }
        }

        ReadOnlySpan<TFrom> source = MemoryMarshal.Cast<byte, TFrom>(bytes);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = T.CreateSaturating(source[i]);
        }

        bool isExact = true;
        for (int i = 0; Kind != 'f' && Size == sizeof(long) && i < target.Length; i++)
        {
            // Saturating: 2⁶³ − 1 becomes 2⁶³, and is not what it was.
            isExact &= Int128.CreateSaturating(target[i]) == Int128.CreateSaturating(source[i]);
        }

        return isExact;
    }
}

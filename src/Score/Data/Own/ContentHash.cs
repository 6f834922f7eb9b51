using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ScoreSde.Data.Npy;

namespace ScoreSde.Data.Own;

/// <summary>
/// SHA-256 of what data says, whatever file says it: a line with the numbers of rows and columns and the picture's shape; all numbers, row-major and
/// little-endian, as float where float holds each exactly, else as double; then for each row the class as a 32-bit number, and the classes' names,
/// each closed by a zero byte.
/// </summary>
internal static class ContentHash
{
    private const int Chunk = 1 << 14;

    /// <summary>The hash in hexadecimal.</summary>
    public static string Of(NumberArray numbers, int dimension, ImageShape? image, RowLabels? labels)
    {
        using IncrementalHash hash = Sha256.Begin();
        hash.AppendData(Encoding.ASCII.GetBytes($"scoresde data 1: {numbers.Count / dimension} {dimension} {image?.Height ?? 0} {image?.Width ?? 0} {image?.Channels ?? 0}\n"));
        if (numbers.Singles is { } singles)
        {
            Append<float, float>(hash, singles);
        }
        else if (Array.TrueForAll(numbers.Doubles!, static value => (float)value == value))
        {
            Append<double, float>(hash, numbers.Doubles);
        }
        else
        {
            Append<double, double>(hash, numbers.Doubles);
        }

        if (labels is not null)
        {
            var bytes = new byte[sizeof(int)];
            foreach (int place in labels.Classes)
            {
                BinaryPrimitives.WriteInt32LittleEndian(bytes, place);
                hash.AppendData(bytes);
            }

            hash.AppendData(Encoding.UTF8.GetBytes(string.Concat(labels.Names.Select(name => $"{name}\0"))));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static void Append<TFrom, TTo>(IncrementalHash hash, ReadOnlySpan<TFrom> numbers)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        var values = new TTo[Chunk];
        Span<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan());
        for (int start = 0; start < numbers.Length; start += Chunk)
        {
            ReadOnlySpan<TFrom> part = numbers.Slice(start, Math.Min(Chunk, numbers.Length - start));
            for (int i = 0; i < part.Length; i++)
            {
                // Zero has two signs; which one a file holds says nothing. −0 + 0 is 0.
                values[i] = TTo.CreateTruncating(part[i]) + TTo.Zero;
            }

            int size = bytes.Length / Chunk;
            if (!BitConverter.IsLittleEndian)
            {
                for (int i = 0; i < part.Length; i++)
                {
                    bytes.Slice(i * size, size).Reverse();
                }
            }

            hash.AppendData(bytes[..(part.Length * size)]);
        }
    }
}

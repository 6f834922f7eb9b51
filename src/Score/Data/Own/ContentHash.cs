using System.Buffers.Binary;
using System.Runtime.CompilerServices;
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
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes($"scoresde data 1: {numbers.Count / dimension} {dimension} {image?.Height ?? 0} {image?.Width ?? 0} {image?.Channels ?? 0}\n"));
        if (FitsFloat(numbers))
        {
            Append<float>(hash, numbers, static (bytes, value) => BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)value));
        }
        else
        {
            Append<double>(hash, numbers, BinaryPrimitives.WriteDoubleLittleEndian);
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

    private delegate void Write(Span<byte> bytes, double value);

    private static void Append<T>(IncrementalHash hash, NumberArray numbers, Write write)
    {
        int width = Unsafe.SizeOf<T>();
        var bytes = new byte[Chunk * width];
        for (int start = 0; start < numbers.Count; start += Chunk)
        {
            int count = Math.Min(Chunk, numbers.Count - start);
            for (int i = 0; i < count; i++)
            {
                // Zero has two signs; which one a file holds says nothing.
                double value = numbers[start + i];
                write(bytes.AsSpan(i * width), value == 0 ? 0 : value);
            }

            hash.AppendData(bytes.AsSpan(0, count * width));
        }
    }

    private static bool FitsFloat(NumberArray numbers) =>
        numbers.Singles is not null || Array.TrueForAll(numbers.Doubles!, static value => (float)value == value);
}
